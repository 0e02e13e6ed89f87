import type { Behaviour } from './behaviour.ts';
import type { Message } from './entries.ts';
import type { Register } from './register.ts';
import { sign } from './signature.ts';

export interface CourierOptions {
  readonly agency: string;
  readonly secret: string;
  readonly register: Register;
  readonly behaviour: Behaviour;
  readonly log: (line: string) => void;
}

/** Carries webhooks to the gateway, at least once each, however long it takes. */
export interface Courier {
  /** `last`: the matter is over, which ends the waiting of mode `reorder`. */
  take(message: Message, last: boolean): void;
  /** Delivers what mode `reorder` kept back. */
  flush(): void;
  /** From now on to `url`; everything undelivered is tried at once. */
  headFor(url: string): void;
  stop(): void;
}

const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 30_000;
const PATIENCE_MS = 10_000;

export function createCourier({ agency, secret, register, behaviour, log }: CourierOptions): Courier {
  const lanes = new Map<string, Promise<void>>();
  const kept = new Map<string, Message[]>();
  const retries = new Map<string, NodeJS.Timeout>();
  const stopping = new AbortController();
  let gatewayUrl: string | undefined;

  async function post(message: Message): Promise<boolean> {
    const body = Buffer.from(message.body, 'utf8');
    try {
      const response = await fetch(`${gatewayUrl}/webhooks/${agency}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8', ...sign(secret, message.id, new Date(), body) },
        body,
        signal: AbortSignal.any([stopping.signal, AbortSignal.timeout(PATIENCE_MS)]),
      });
      await response.arrayBuffer();
      if (!response.ok) log(`webhook ${message.id}: HTTP ${response.status}`);
      return response.ok;
    } catch (error) {
      if (!stopping.signal.aborted) log(`webhook ${message.id}: ${error instanceof Error ? error.message : 'failed'}`);
      return false;
    }
  }

  async function attempt(message: Message, failures: number): Promise<void> {
    retries.delete(message.id);
    if (gatewayUrl === undefined || stopping.signal.aborted || !register.pending.has(message.id)) return;
    const goesTo = gatewayUrl;
    if (await post(message)) {
      if (behaviour.current().mode === 'duplicate') await post(message);
      if (register.pending.has(message.id)) register.write({ t: 'delivered', id: message.id });
      return;
    }
    // Another address was named meanwhile: `headFor` has already sent this message off again.
    if (stopping.signal.aborted || goesTo !== gatewayUrl) return;
    const wait = Math.min(FIRST_RETRY_MS * 2 ** failures, LONGEST_RETRY_MS);
    retries.set(
      message.id,
      setTimeout(() => void attempt(message, failures + 1), wait),
    );
  }

  /** The next message of a lane starts after the first attempt of the one before, successful or not. */
  function enqueue(message: Message): void {
    const before = lanes.get(message.lane) ?? Promise.resolve();
    const after = before.then(() => attempt(message, 0));
    lanes.set(message.lane, after);
    void after.then(() => {
      if (lanes.get(message.lane) === after) lanes.delete(message.lane);
    });
  }

  function flushLane(lane: string): void {
    const messages = kept.get(lane) ?? [];
    kept.delete(lane);
    messages.reverse().forEach(enqueue);
  }

  return {
    take(message, last) {
      if (behaviour.current().mode !== 'reorder') return enqueue(message);
      kept.set(message.lane, [...(kept.get(message.lane) ?? []), message]);
      if (last) flushLane(message.lane);
    },
    flush: () => [...kept.keys()].forEach(flushLane),
    headFor(url) {
      gatewayUrl = url.replace(/\/+$/, '');
      for (const timer of retries.values()) clearTimeout(timer);
      retries.clear();
      kept.clear();
      [...register.pending.values()].forEach(enqueue);
    },
    stop() {
      stopping.abort();
      for (const timer of retries.values()) clearTimeout(timer);
    },
  };
}
