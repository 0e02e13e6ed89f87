import { type ChainWalk, walkChain } from '#domain/access/ledger-chain.ts';
import type { LedgerStream } from '#domain/access/ledger-entry.ts';
import type { LedgerFinding, LedgerVerification } from '#domain/access/ledger-finding.ts';
import type { AnchorFile } from '#domain/access/ledger-stores.ts';
import { localDateOf, startOfLocalDay } from '#domain/referrals/local-date.ts';
import type { Stores } from '#domain/stores.ts';
import { checkFileAnchors, checkTableAnchors } from '#usecases/access/check-anchors.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

export interface VerifyLedgerPorts extends Pick<
  UsecaseDependencies,
  'ledgerKeys' | 'anchorFile' | 'clock' | 'ids' | 'log'
> {
  readonly stores: Pick<Stores, 'accessLedger'>;
}

export interface VerifyLedgerInput {
  readonly requestedBy: string;
  /** Instead of the file of this installation. */
  readonly anchorFile?: AnchorFile | undefined;
  /** Hears of each finding, those beyond the first too. */
  readonly onFinding?: ((finding: LedgerFinding) => void) | undefined;
}

/** Rows at once, whatever the size of the ledger. */
const PAGE = 5_000;
/** Kept with the verification; all of them are counted. */
const FINDINGS_KEPT = 100;
/** After the reconciliations of the night have begun. */
const NIGHTLY_FROM_MS = 3 * 3_600_000;

/**
 * Reads the whole ledger: every chain from its genesis, then every anchor of the table and of the file. What is written
 * meanwhile belongs to the next one. Keeps the result, and says errors into the log when something was found.
 */
export async function verifyLedger(deps: VerifyLedgerPorts, input: VerifyLedgerInput): Promise<LedgerVerification> {
  const { stores, clock, ids, log } = deps;
  const startedAt = clock.now();
  const started = performance.now();
  const findings: LedgerFinding[] = [];
  let findingCount = 0;
  const found = (finding: LedgerFinding): void => {
    findingCount += 1;
    if (findings.length < FINDINGS_KEPT) findings.push(finding);
    input.onFinding?.(finding);
  };

  const streams = await stores.accessLedger.streams();
  let entries = 0;
  for (const stream of streams) entries += await verifyStream(deps, stream, found);
  const tableAnchors = await checkTableAnchors(deps, found);
  const fileAnchors = await checkFileAnchors(deps, input.anchorFile ?? deps.anchorFile, found);

  const verification: LedgerVerification = {
    id: ids.next(),
    startedAt,
    tookMs: Math.round(performance.now() - started),
    requestedBy: input.requestedBy,
    streams: streams.length,
    entries,
    tableAnchors,
    fileAnchors,
    findingCount,
    findings,
  };
  await stores.accessLedger.keepVerification(verification);
  if (findingCount > 0) log.error({ findings: findingCount }, 'the access ledger was tampered with');
  return verification;
}

/** How many entries it has. */
async function verifyStream(
  deps: VerifyLedgerPorts,
  stream: LedgerStream | { readonly id: string; readonly genesis: undefined },
  found: (finding: LedgerFinding) => void,
): Promise<number> {
  const walk = walkOf(deps, stream, found);
  if (walk?.ofStream) found(walk.ofStream);
  let count = 0;
  let after = -(2 ** 31);
  for (;;) {
    const page = await deps.stores.accessLedger.entriesAfter(stream.id, after, PAGE);
    for (const entry of page) {
      for (const finding of walk?.take(entry) ?? []) found(finding);
      after = entry.sequence;
    }
    count += page.length;
    if (page.length === 0) return count;
  }
}

/** Undefined where nothing can be said of single entries, and what is wrong with the whole was. */
function walkOf(
  { ledgerKeys }: VerifyLedgerPorts,
  stream: LedgerStream | { readonly id: string; readonly genesis: undefined },
  found: (finding: LedgerFinding) => void,
): ChainWalk | undefined {
  if (stream.genesis === undefined) {
    found({ kind: 'STREAM_UNKNOWN', streamId: stream.id, sequence: 0 });
    return undefined;
  }
  const hash = ledgerKeys.hashWith(stream.keyId);
  if (!hash) found({ kind: 'KEY_UNKNOWN', streamId: stream.id, sequence: 0 });
  return hash && walkChain(stream, hash);
}

/** Once a night, from three o'clock in Beijing; asked every few minutes by a job. */
export async function verifyLedgerAtNight(deps: VerifyLedgerPorts): Promise<void> {
  const now = deps.clock.now();
  const due = startOfLocalDay(localDateOf(now)).getTime() + NIGHTLY_FROM_MS;
  if (now.getTime() < due) return;
  const last = await deps.stores.accessLedger.lastVerification();
  if (last && last.startedAt.getTime() >= due) return;
  await verifyLedger(deps, { requestedBy: 'nightly' });
}
