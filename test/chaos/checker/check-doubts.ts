import type { Evidence } from './evidence.ts';
import type { Expectations, Violation } from './violation.ts';

/** Where an agency knows no keys and cannot be asked, exactly what it dropped is in doubt, and no machine sends it again. */
export function checkDoubts({ effects, agencies }: Evidence, { interrupted }: Expectations): readonly Violation[] {
  const keyless = agencies.filter(({ effectKey }) => effectKey === 'NONE');
  const theirs = new Set(keyless.map(({ name }) => name));
  const dropped = new Set(
    keyless.flatMap(({ seen }) => seen.filter(({ cuts }) => cuts > 0).map((effect) => effect.referralId)),
  );
  const doubted = effects.filter((effect) => effect.doubted);
  const doubtedReferrals = new Set(doubted.map(({ referralId }) => referralId));
  const unexplained = doubted.filter(
    (effect) => !theirs.has(effect.agency) || !(dropped.has(effect.referralId) || (interrupted && effect.interrupted)),
  );
  return [
    { kind: 'DOUBT_MISSED', ids: [...dropped].filter((id) => !doubtedReferrals.has(id)) },
    { kind: 'DOUBT_UNEXPLAINED', ids: unexplained.map(({ id, agency }) => `${agency} ${id}`) },
    {
      kind: 'RESENT_BY_MACHINE',
      ids: keyless.flatMap(({ name, seen }) =>
        seen
          .filter(({ requests }) => requests > 1)
          .map(({ referralId, requests }) => `${name} ${referralId} ×${requests}`),
      ),
    },
  ];
}
