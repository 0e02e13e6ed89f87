import { CloseCode } from 'graphql-ws';
import type { WebSocket } from 'ws';
import type { Arrival, Authenticate } from '#app/identity/admission.ts';
import { isPassing } from '#app/identity/answer-refusal.ts';

/**
 * A socket outlives the token or key that opened it, so each is asked for its credential again and again; what was
 * verified a moment ago answers from memory. Closed as Forbidden, upon which clients connect anew with a fresh token.
 * `onFault` hears of what should never happen; the socket stays.
 */
export function endStaleSockets(
  clients: ReadonlySet<WebSocket>,
  arrivalsOf: { get(socket: WebSocket): Arrival | undefined },
  authenticate: Authenticate,
  everyMs: number,
  onFault: (error: unknown) => void,
): { stop(): void } {
  let asking = false;

  async function askAll(): Promise<void> {
    if (asking) return;
    asking = true;
    try {
      for (const client of clients) {
        const arrival = arrivalsOf.get(client);
        const refusal = arrival && (await authenticate(arrival)).refusal;
        if (refusal && !isPassing(refusal)) client.close(CloseCode.Forbidden, 'Forbidden');
      }
    } finally {
      asking = false;
    }
  }

  const timer = setInterval(() => void askAll().catch(onFault), everyMs).unref();
  return { stop: () => clearInterval(timer) };
}
