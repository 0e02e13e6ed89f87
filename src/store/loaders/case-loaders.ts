import type { RowScope } from '#domain/access/row-scope.ts';
import type { AgencyRole } from '#domain/agencies/agency-code.ts';
import type { CaseEvent } from '#domain/cases/case.ts';
import type { LegalBasis } from '#domain/catalogue/service-item.ts';
import type { DeliveryState, Loaders } from '#domain/loaders.ts';
import type { Referral } from '#domain/referrals/referral.ts';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';
import { CASE_HEADER_COLUMNS, REFERRAL_COLUMNS } from '#store/case-columns.ts';
import { AT_ONCE, toCase, toCaseHeader, toCaseEvent, toDeadline, toReferral } from '#store/case-rows.ts';
import type { Connection } from '#store/database.ts';
import { type JsonRow, readJsonRow } from '#store/json-rows.ts';
import { makeListLoader, makeLoader } from '#store/loaders/make-loader.ts';
import { PREPARED } from '#store/prepared.ts';
import { caseCondition, referralCondition } from '#store/scope-sql.ts';
import { caseScope, referralScope } from '#store/scopes.ts';

type CaseLoaders = Pick<
  Loaders,
  | 'case'
  | 'wholeCase'
  | 'eventsOfCase'
  | 'consentsOfCase'
  | 'referralsOfCase'
  | 'deadlinesOfCase'
  | 'referral'
  | 'deliveryOfReferral'
>;

/** Rows of a case that is visible; an agency sees the referrals, and what happened to them, that lie with it. */
export function makeCaseLoaders(db: Connection, crypto: CryptoProvider, scope: RowScope): CaseLoaders {
  const cases = caseScope(scope);
  const referrals = referralScope(scope);
  const inCases = (ids: readonly string[]) => ({ caseId: { in: [...ids] }, case: cases ?? { id: { in: [] } } });
  const ownReferrals = async (ids: readonly string[]): Promise<readonly Referral[]> => {
    const [found] = await db.$queryRaw<{ rows: string | null }[]>`
      ${PREPARED} SELECT json_agg(r ORDER BY r.id)::text AS rows
        FROM unnest(${[...ids]}::uuid[]) asked(case_id)
       CROSS JOIN LATERAL (
         SELECT * FROM referral r WHERE r.case_id = asked.case_id AND ${referralCondition(scope)} OFFSET 0) r
       WHERE (SELECT TRUE FROM "case" c WHERE c.id = asked.case_id AND ${caseCondition(scope)})`;
    const rows = JSON.parse(found?.rows ?? '[]') as readonly JsonRow[];
    return rows.map((row) => toReferral(readJsonRow(REFERRAL_COLUMNS, row), crypto));
  };
  return {
    case: makeLoader(
      async (ids) => {
        if (!cases) return [];
        const rows = await db.case.findMany({
          where: { AND: [cases, { id: { in: [...ids] } }] },
          select: CASE_HEADER_COLUMNS,
        });
        return rows.map(toCaseHeader);
      },
      (record) => record.id,
    ),
    wholeCase: makeLoader(
      async (ids) => {
        if (!cases) return [];
        const rows = await db.case.findMany({ where: { AND: [cases, { id: { in: [...ids] } }] } });
        return rows.map((row) => toCase(row, crypto));
      },
      (record) => record.id,
    ),
    eventsOfCase: makeListLoader(
      async (ids) => {
        const rows = await db.caseEvent.findMany({
          where: inCases(ids),
          orderBy: [{ caseId: 'asc' }, { sequence: 'asc' }],
        });
        const events = rows.map((row) => toCaseEvent(row, crypto));
        return scope.kind === 'AGENCY' ? ownEvents(events, await ownReferrals(ids)) : events;
      },
      (event) => event.caseId,
    ),
    consentsOfCase: makeListLoader(
      async (ids) => {
        const rows = await db.consent.findMany({ where: inCases(ids), orderBy: { line: 'asc' } });
        return rows.map((row) => ({
          id: row.id,
          caseId: row.caseId,
          personId: row.personId,
          line: row.line,
          recipientRole: row.recipientRole as AgencyRole,
          purpose: row.purpose,
          fields: row.fields,
          legalBasis: row.legalBasis as LegalBasis,
          textDigest: row.textDigest,
          givenAt: row.givenAt,
        }));
      },
      (consent) => consent.caseId,
    ),
    referralsOfCase: makeListLoader(ownReferrals, (referral) => referral.caseId),
    deadlinesOfCase: makeListLoader(
      async (ids) => {
        const rows = await db.deadline.findMany({ where: inCases(ids), orderBy: { id: 'asc' } });
        const deadlines = rows.map((row) => toDeadline(row, crypto));
        if (scope.kind !== 'AGENCY') return deadlines;
        const own = new Set((await ownReferrals(ids)).map((row) => row.id));
        return deadlines.filter(({ referralId }) => referralId && own.has(referralId));
      },
      (deadline) => deadline.caseId,
    ),
    referral: makeLoader(
      async (ids) => {
        if (!referrals) return [];
        const rows = await db.referral.findMany({ where: { AND: [referrals, { id: { in: [...ids] } }] } });
        return rows.map((row) => toReferral(row, crypto));
      },
      (referral) => referral.id,
    ),
    deliveryOfReferral: deliveryLoader(db),
  };
}

/** What came of another agency's step is that agency's business, even where the event is the case's own. */
function ownEvents(
  events: readonly CaseEvent[],
  own: readonly { readonly id: string; readonly caseId: string; readonly stepKey: string }[],
): readonly CaseEvent[] {
  const referrals = new Set(own.map(({ id }) => id));
  const steps = new Set(own.map(({ caseId, stepKey }) => `${caseId}/${stepKey}`));
  return events.filter(({ caseId, referralId, data }) => {
    if (referralId) return referrals.has(referralId);
    return data['step'] === undefined || steps.has(`${caseId}/${String(data['step'])}`);
  });
}

function deliveryLoader(db: Connection): Loaders['deliveryOfReferral'] {
  const effects = makeListLoader(
    (ids) => db.effect.findMany({ where: { referralId: { in: [...ids] } }, orderBy: { position: 'asc' } }),
    (effect) => effect.referralId,
  );
  return {
    async load(referralId): Promise<DeliveryState> {
      const all = await effects.load(referralId);
      const open = all.filter((effect) => effect.status === 'PENDING');
      return {
        attempts: all.reduce((total, effect) => total + effect.attempts, 0),
        pending: open.length > 0,
        lastFault: all.findLast((effect) => effect.lastFault)?.lastFault ?? undefined,
        nextAttemptAt: open[0] && open[0].nextAttemptAt > AT_ONCE ? open[0].nextAttemptAt : undefined,
      };
    },
  };
}
