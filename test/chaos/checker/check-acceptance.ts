import type { Evidence } from './evidence.ts';
import type { Violation } from './violation.ts';

/** The counter's ledger and our tables name the same cases, each once. */
export function checkAcceptance({ counter, storedKeys, cases }: Evidence): readonly Violation[] {
  const stored = new Map(storedKeys.map(({ key, caseId }) => [key, caseId]));
  const known = new Set(cases.map(({ id }) => id));
  const accepted = new Set(counter.accepted.map(({ caseId }) => caseId));
  const promised = Map.groupBy(counter.accepted, ({ caseId }) => caseId);
  return [
    { kind: 'KEY_REFUSED', ids: counter.refused.map(({ key, code }) => `${key} ${code}`) },
    { kind: 'KEY_CONTRADICTED', ids: counter.contradicted },
    {
      kind: 'CASE_MISSING',
      ids: counter.accepted
        .filter(({ key, caseId }) => !known.has(caseId) || stored.get(key) !== caseId)
        .map(({ key, caseId }) => `${key} ${caseId}`),
    },
    { kind: 'CASE_TWICE', ids: [...promised].filter(([, keys]) => keys.length > 1).map(([caseId]) => caseId) },
    { kind: 'CASE_PHANTOM', ids: [...known].filter((id) => !accepted.has(id)) },
  ];
}
