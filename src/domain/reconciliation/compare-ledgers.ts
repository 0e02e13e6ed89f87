import type { LedgerLine } from '#domain/agencies/agency-ledger.ts';
import type { Difference } from '#domain/reconciliation/difference.ts';
import type { OurLine } from '#domain/reconciliation/our-line.ts';
import type { EffectStatus } from '#domain/referrals/referral.ts';

/** What both sides have under one key: ours at most once, theirs as often as they have it. */
export interface Entry {
  readonly key: string;
  readonly ours?: OurLine | undefined;
  readonly theirs: readonly LedgerLine[];
}

/** Both sides in step, key by key. Each side comes in the order of keys and is read once, a line at a time. */
export async function* inStep(
  ours: AsyncIterable<OurLine>,
  theirs: AsyncIterable<LedgerLine>,
): AsyncGenerator<Entry, void, undefined> {
  const left = ours[Symbol.asyncIterator]();
  const right = theirs[Symbol.asyncIterator]();
  let [our, their] = [await left.next(), await right.next()];
  while (!our.done || !their.done) {
    const key = smaller(our.done ? undefined : our.value.key, their.done ? undefined : their.value.key);
    const line = !our.done && our.value.key === key ? our.value : undefined;
    const lines: LedgerLine[] = [];
    if (line) our = await left.next();
    while (!their.done && their.value.key === key) {
      lines.push(their.value);
      their = await right.next();
    }
    yield { key, ours: line, theirs: lines };
  }
}

function smaller(a: string | undefined, b: string | undefined): string {
  if (a === undefined || b === undefined) return a ?? b ?? '';
  return a < b ? a : b;
}

/** An entry that both sides have. A status is compared with the record that agrees best: two records are one difference. */
export function differencesOf({ key, ours, theirs }: Entry): readonly Difference[] {
  const [first] = theirs;
  if (!ours || !first) return [];
  const found: Difference[] = [];
  const about = { key, referralId: ours.referralId, theirsCount: theirs.length };
  const mine = { status: ours.status, reference: ours.reference };
  const other = { status: first.status, reference: first.references[0] };
  if (theirs.length > 1) found.push({ ...about, kind: 'DOUBLE', ours: mine, theirs: other });
  if (ours.kind !== 'DISPATCH') return found;
  if (!ours.settling && !theirs.some(({ status }) => status === ours.status))
    found.push({ ...about, kind: 'STATUS_DIFFERS', ours: mine, theirs: other });
  if (ours.reference !== undefined && !theirs.some(({ references }) => isNamed(references, ours.reference)))
    found.push({ ...about, kind: 'REFERENCE_DIFFERS', ours: mine, theirs: other });
  return found;
}

function isNamed(references: readonly string[], reference: string | undefined): boolean {
  return references.length === 0 || (reference !== undefined && references.includes(reference));
}

/** An effect of ours that the agency was found to have a record of although we do not count it as delivered that day. */
export interface KnownEffect {
  readonly referralId: string;
  readonly status: EffectStatus;
}

/** ELSEWHERE: we hold it to be delivered on another day. UNDER_WAY: its delivery is not settled. Else what is wrong. */
export type LoneRecord = 'ELSEWHERE' | 'UNDER_WAY' | Difference;

/**
 * A record at the agency beside which nothing of ours stands on that day. `theirs` are all its records under the key,
 * those of the neighbouring days included.
 */
export function judgeLoneRecord(
  key: string,
  theirs: readonly LedgerLine[],
  effect: KnownEffect | undefined,
): LoneRecord {
  const [first] = theirs;
  if (!first) throw new RangeError('a record is there');
  const about = { key, theirsCount: theirs.length, theirs: { status: first.status, reference: first.references[0] } };
  if (!effect) return { ...about, kind: 'UNKNOWN_TO_US' };
  const known = { ...about, referralId: effect.referralId, ours: { status: effect.status } };
  if (theirs.length > 1) return { ...known, kind: 'DOUBLE' };
  switch (effect.status) {
    case 'DELIVERED':
      return 'ELSEWHERE';
    case 'PENDING':
      return 'UNDER_WAY';
    // Their list answers what nobody could say; a person confirms it.
    case 'IN_DOUBT':
      return { ...known, kind: 'STATUS_DIFFERS' };
    case 'REFUSED':
    case 'STOPPED':
    case 'CANCELLED':
      // Over at both sides.
      return ENDED_THERE.includes(first.status) ? 'ELSEWHERE' : { ...known, kind: 'UNKNOWN_TO_US' };
  }
}

const ENDED_THERE: readonly LedgerLine['status'][] = ['RECALLED', 'REFUSED', 'RETURNED'];

/** An effect of ours beside which the agency has nothing on that day; `nearby` is what it has on others. */
export function judgeMissing(ours: OurLine, nearby: readonly LedgerLine[]): readonly Difference[] {
  if (nearby.length > 0) return differencesOf({ key: ours.key, ours, theirs: nearby });
  return [
    {
      kind: 'MISSING_AT_AGENCY',
      key: ours.key,
      referralId: ours.referralId,
      ours: { status: ours.status, reference: ours.reference },
      theirsCount: 0,
    },
  ];
}
