import type { CaseRow, EffectRow, Evidence } from './evidence.ts';
import type { Violation } from './violation.ts';

/** Each agency has each effect exactly once, and nothing that we do not know of. */
export function checkDelivery({ cases, referrals, effects, agencies }: Evidence): readonly Violation[] {
  const poisoned = new Set(cases.filter(({ poison }) => poison).map(({ id }) => id));
  const healthy = new Set(referrals.filter(({ caseId }) => !poisoned.has(caseId)).map(({ id }) => id));
  const records = recordsByReferral(agencies);
  const dispatches = effects.filter(({ kind }) => kind === 'DISPATCH');
  const wanted = dispatches.filter(({ referralId }) => healthy.has(referralId));
  const lost = wanted.filter((effect) => !records.has(effect.referralId) && !waitsForPerson(effect));
  const byReferral = new Set(dispatches.map(({ referralId, agency }) => `${agency} ${referralId}`));
  return [
    { kind: 'EFFECT_LOST', ids: [...lost.map(describe), ...withoutEffect(healthy, dispatches)] },
    {
      kind: 'EFFECT_DOUBLED',
      ids: [...records]
        .filter(([, { count }]) => count > 1)
        .map(([id, { count, agency }]) => `${agency} ${id} ×${count}`),
    },
    {
      kind: 'EFFECT_PHANTOM',
      ids: [...records]
        .filter(([id, { agency }]) => !byReferral.has(`${agency} ${id}`))
        .map(([id, { agency }]) => `${agency} ${id}`),
    },
    {
      kind: 'EFFECT_UNFINISHED',
      ids: wanted.filter(({ status }) => status !== 'DELIVERED' && status !== 'IN_DOUBT').map(describe),
    },
    { kind: 'POISON_NOT_HELD', ids: poisonFaults(poisoned, { referrals, dispatches, records }) },
  ];
}

/** An effect whose fate only a person can find out is not lost: somebody has it on the list. */
function waitsForPerson({ status }: EffectRow): boolean {
  return status === 'IN_DOUBT';
}

function withoutEffect(referralIds: ReadonlySet<string>, dispatches: readonly EffectRow[]): readonly string[] {
  const sent = new Set(dispatches.map(({ referralId }) => referralId));
  return [...referralIds].filter((id) => !sent.has(id)).map((id) => `${id} without an effect`);
}

interface Record {
  readonly agency: string;
  readonly count: number;
}

/** How often each referral was recorded, under whichever key. */
function recordsByReferral(agencies: Evidence['agencies']): ReadonlyMap<string, Record> {
  const records = new Map<string, Record>();
  for (const { name, seen } of agencies) {
    for (const { referralId, kind, count } of seen) {
      if (kind !== 'DISPATCH') continue;
      records.set(referralId, { agency: name, count: (records.get(referralId)?.count ?? 0) + count });
    }
  }
  return records;
}

function poisonFaults(
  poisoned: ReadonlySet<CaseRow['id']>,
  {
    referrals,
    dispatches,
    records,
  }: Pick<Evidence, 'referrals'> & {
    readonly dispatches: readonly EffectRow[];
    readonly records: ReadonlyMap<string, Record>;
  },
): readonly string[] {
  const theirs = new Set(referrals.filter(({ caseId }) => poisoned.has(caseId)).map(({ id }) => id));
  return dispatches
    .filter(({ referralId }) => theirs.has(referralId))
    .filter(
      ({ referralId, status, lastFault, attempts }) =>
        // A dead letter with its reason, once its budget is spent.
        records.has(referralId) || status !== 'STOPPED' || lastFault === null || attempts < 1,
    )
    .map(describe);
}

function describe({ id, agency, status, attempts, lastFault }: EffectRow): string {
  return `${agency} ${id} ${status} attempts ${attempts} fault ${lastFault ?? '-'}`;
}
