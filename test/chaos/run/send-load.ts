import { setTimeout as pause } from 'node:timers/promises';
import type { PlannedCase } from '../plan/plan-load.ts';

/** A key that was answered, and with which case. */
export interface Accepted {
  readonly key: string;
  readonly caseId: string;
}

export interface LoadLedger {
  readonly accepted: Accepted[];
  /** Keys that were refused for good, with the code. */
  readonly refused: { readonly key: string; readonly code: string }[];
  /** One key, two answers that differ. */
  readonly contradicted: string[];
  /** Requests sent, and those that ended without an answer and were sent again. */
  sent: number;
  repeated: number;
  readonly inFlight: Set<InFlight>;
}

export interface InFlight {
  readonly since: number;
  end?: 'answered' | 'broken';
}

export interface LoadOptions {
  readonly url: string;
  readonly token: string;
  readonly perSecond: number;
  readonly atOnce: number;
}

export function emptyLedger(): LoadLedger {
  return { accepted: [], refused: [], contradicted: [], sent: 0, repeated: 0, inFlight: new Set() };
}

const OPEN_CASE = 'mutation ($input: OpenCaseInput!) { openCase(input: $input) { case { id } userErrors { code } } }';
/** As a counter's screen would: it repeats until it has an answer, always with the same key. */
const PATIENCE_MS = 240_000;

/** Sends every case at the given rate; a key without an answer is sent again until there is one. */
export async function sendLoad(load: readonly PlannedCase[], options: LoadOptions, ledger: LoadLedger): Promise<void> {
  const began = performance.now();
  const waiting = load.entries();
  async function sender(): Promise<void> {
    for (const [index, planned] of waiting) {
      const due = began + (index / options.perSecond) * 1000;
      if (due > performance.now()) await pause(due - performance.now());
      await sendOne(planned, options, ledger);
    }
  }
  await Promise.all(Array.from({ length: options.atOnce }, sender));
}

/** Sends one case until it is answered. */
export async function sendOne(planned: PlannedCase, options: LoadOptions, ledger: LoadLedger): Promise<void> {
  const answers = await Promise.all(
    Array.from({ length: planned.twice ? 2 : 1 }, () => askUntilAnswered(planned, options, ledger)),
  );
  const [first, ...others] = answers;
  if (!first) return;
  if (others.some((other) => other.caseId !== first.caseId || other.code !== first.code))
    ledger.contradicted.push(planned.key);
  if (first.caseId) ledger.accepted.push({ key: planned.key, caseId: first.caseId });
  else ledger.refused.push({ key: planned.key, code: first.code ?? 'NO_ANSWER' });
}

interface Answer {
  readonly caseId?: string | undefined;
  readonly code?: string | undefined;
}

async function askUntilAnswered(planned: PlannedCase, options: LoadOptions, ledger: LoadLedger): Promise<Answer> {
  const deadline = performance.now() + PATIENCE_MS;
  for (let tries = 0; performance.now() < deadline; tries += 1) {
    if (tries > 0) {
      ledger.repeated += 1;
      await pause(Math.min(1_000, 50 * 2 ** Math.min(tries, 5)));
    }
    const answer = await askOnce(planned, options, ledger);
    if (answer && answer.code !== 'IDEMPOTENCY_IN_PROGRESS') return answer;
  }
  return { code: 'NO_ANSWER' };
}

/** Undefined where nothing is known: the line broke, or the answer says it is not the caller's fault. */
async function askOnce(
  { key, input }: PlannedCase,
  options: LoadOptions,
  ledger: LoadLedger,
): Promise<Answer | undefined> {
  const request: InFlight = { since: performance.now() };
  ledger.inFlight.add(request);
  ledger.sent += 1;
  try {
    const response = await fetch(`${options.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${options.token}` },
      body: JSON.stringify({ query: OPEN_CASE, variables: { input: { idempotencyKey: key, ...input } } }),
      signal: AbortSignal.timeout(30_000),
    });
    const answer = (await response.json()) as OpenCaseAnswer;
    request.end = 'answered';
    const opened = answer.data?.openCase;
    const code = opened?.userErrors[0]?.code;
    if (code) return { code };
    const id = opened?.case?.id;
    return id === undefined ? undefined : { caseId: rowIdOf(id) };
  } catch {
    request.end = 'broken';
    return undefined;
  } finally {
    ledger.inFlight.delete(request);
  }
}

interface OpenCaseAnswer {
  readonly data?: {
    readonly openCase?: {
      readonly case?: { readonly id: string } | null;
      readonly userErrors: readonly { readonly code: string }[];
    } | null;
  } | null;
}

function rowIdOf(globalId: string): string {
  return Buffer.from(globalId, 'base64url')
    .toString()
    .replace(/^[^:]*:/, '');
}
