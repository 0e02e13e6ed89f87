import type { Evidence } from './evidence.ts';
import type { Violation } from './violation.ts';

const OVER = ['COMPLETED', 'REFUSED', 'RETURNED', 'RECALLED'];

/** Each answer of an agency lies in the inbox once, was taken up, and shows on its referral. */
export function checkReplies({ agencies, inbox, referrals }: Evidence): readonly Violation[] {
  const byId = Map.groupBy(inbox, ({ agency, messageId }) => `${agency} ${messageId}`);
  const given = agencies.flatMap(({ name, answers }) => answers.map((id) => `${name} ${id}`));
  const statuses = new Map(referrals.map(({ id, status }) => [id, status]));
  return [
    {
      kind: 'REPLY_MISSING',
      ids: [
        ...given.filter((id) => !byId.has(id)),
        ...agencies
          .filter(({ undelivered }) => undelivered > 0)
          .map(({ name, undelivered }) => `${name}: ${undelivered} undelivered`),
      ],
    },
    { kind: 'REPLY_TWICE', ids: [...byId].filter(([, rows]) => rows.length > 1).map(([id]) => id) },
    {
      kind: 'REPLY_UNFINISHED',
      ids: inbox
        .filter(({ status }) => status !== 'APPLIED' && status !== 'SUPERSEDED')
        .map(({ agency, messageId, status }) => `${agency} ${messageId} ${status}`),
    },
    {
      kind: 'REPLY_WITHOUT_EFFECT',
      ids: agencies.flatMap(({ name, over }) =>
        over
          .filter((id) => statuses.has(id) && !OVER.includes(statuses.get(id) ?? ''))
          .map((id) => `${name} ${id} ${statuses.get(id)}`),
      ),
    },
  ];
}
