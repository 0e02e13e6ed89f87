import type { CaseDraft } from '#domain/cases/case-draft.ts';
import type { Case } from '#domain/cases/case.ts';
import type { CaseStore, CatalogueStore } from '#domain/stores.ts';
import type { PrismaClient } from '#generated/prisma/client.ts';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';
import { changedCaseColumns, newCaseRow, toCase, toDeadline, toEffect, toReferral } from '#store/case-rows.ts';
import type { Connection } from '#store/database.ts';
import { fromLocalDate } from '#store/dates.ts';
import { readLinkGroups } from '#store/link-groups.ts';
import { readPage } from '#store/paging.ts';
import { saveCaseDraft, insertCaseParts } from '#store/save-case-draft.ts';
import { caseScope } from '#store/scopes.ts';
import { StaleRowError } from '#store/stale-row-error.ts';
import { wakeUp } from '#store/wake-up.ts';

export function createCaseStore(
  db: Connection,
  root: PrismaClient,
  crypto: CryptoProvider,
  catalogue: CatalogueStore,
): CaseStore {
  /** What was loaded, to tell what a draft has replaced. */
  const loaded = new WeakMap<CaseDraft, CaseDraft>();
  const opened = (row: Parameters<typeof toCase>[0] | null): Case | undefined =>
    row ? toCase(row, crypto) : undefined;

  async function loadDraft(caseId: string): Promise<CaseDraft | undefined> {
    // The lock on the case row serialises all writers of this case; the one on its effects keeps attempts from being
    // claimed while the draft may cancel them.
    const locked = await db.$queryRaw<{ id: string }[]>`SELECT id FROM "case" WHERE id = ${caseId}::uuid FOR UPDATE`;
    if (locked.length === 0) return undefined;
    await db.$queryRaw`
      SELECT 1 FROM effect WHERE referral_id IN (SELECT id FROM referral WHERE case_id = ${caseId}::uuid) ORDER BY id FOR UPDATE`;
    const row = await db.case.findUniqueOrThrow({
      where: { id: caseId },
      include: { referrals: { include: { effects: true }, orderBy: { id: 'asc' } }, deadlines: true },
    });
    // A statement of its own: one that waits for the lock still sees the other tables as they were before it waited.
    const last = await db.caseEvent.aggregate({ where: { caseId }, _max: { sequence: true } });
    const version = await catalogue.find(row.serviceItemVersionId);
    if (!version) throw new RangeError(`case ${caseId} was accepted under a version that is not stored`);
    const draft: CaseDraft = {
      item: version.item,
      case: toCase(row, crypto),
      referrals: row.referrals.map((referral) => toReferral(referral, crypto)),
      effects: row.referrals.flatMap((referral) => referral.effects.map((effect) => toEffect(effect, crypto))),
      deadlines: row.deadlines.map((deadline) => toDeadline(deadline, crypto)),
      events: [],
      nextSequence: (last._max.sequence ?? 0) + 1,
    };
    loaded.set(draft, { ...draft });
    return draft;
  }

  return {
    loadDraft,
    async loadDraftOfReferral(referralId) {
      const referral = await db.referral.findUnique({ where: { id: referralId }, select: { caseId: true } });
      return referral ? loadDraft(referral.caseId) : undefined;
    },
    async insert(draft, consents) {
      await db.case.create({ data: newCaseRow(draft.case, crypto) });
      await insertCaseParts(db, draft, crypto);
      await db.consent.createMany({
        data: consents.map((consent) => ({
          ...consent,
          fields: [...consent.fields],
          expiresOn: consent.expiresOn ? fromLocalDate(consent.expiresOn) : null,
        })),
      });
      await wakeUp(db, 'changes', draft.case.id);
    },
    async saveDraft(draft) {
      const before = loaded.get(draft);
      if (!before) throw new RangeError('saveDraft takes a draft that was loaded here');
      const { count } = await db.case.updateMany({
        where: { id: draft.case.id, version: before.case.version },
        data: { ...changedCaseColumns(draft.case, crypto), version: { increment: 1 } },
      });
      if (count !== 1) throw new StaleRowError('case', draft.case.id);
      await saveCaseDraft(db, before, draft, crypto);
      await wakeUp(db, 'changes', draft.case.id);
    },
    async find(scope, id) {
      const where = caseScope(scope);
      return where ? opened(await db.case.findFirst({ where: { AND: [where, { id }] } })) : undefined;
    },
    async findByAcceptanceNo(scope, acceptanceNo) {
      const where = caseScope(scope);
      return where ? opened(await db.case.findFirst({ where: { AND: [where, { acceptanceNo }] } })) : undefined;
    },
    async findOpenDuplicate(personId, serviceItemCode) {
      const group = (await readLinkGroups(db, [personId])).get(personId) ?? [personId];
      // Serialises acceptances for one person, under whichever entry, so that two windows cannot open the same matter at
      // once. Always in the same order, as whoever links them does.
      await db.$queryRaw`SELECT 1 FROM person WHERE id = ANY(${[...group]}::uuid[]) ORDER BY id FOR UPDATE`;
      const row = await db.case.findFirst({
        where: { applicantId: { in: [...group] }, serviceItemCode, status: { in: ['IN_PROGRESS', 'NEEDS_ATTENTION'] } },
        select: { id: true },
      });
      return row?.id;
    },
    async list(scope, filter, page) {
      const visible = caseScope(scope);
      if (!visible) return { items: [], hasNextPage: false, totalCount: 0 };
      const where = {
        AND: [
          visible,
          {
            ...(filter.status && { status: { in: [...filter.status] } }),
            ...(filter.serviceItemCode && { serviceItemCode: { in: [...filter.serviceItemCode] } }),
            ...(filter.applicantId && { applicantId: filter.applicantId }),
          },
        ],
      };
      return readPage(
        page,
        ({ take, orderBy, cursorId }) =>
          db.case.findMany({ where: cursorId ? { AND: [where, { id: { lt: cursorId } }] } : where, take, orderBy }),
        (cap) => db.case.count({ where, take: cap }),
        (row) => toCase(row, crypto),
      );
    },
    async nextAcceptanceNumber(divisionCode, year) {
      const rows = await root.$queryRaw<{ last: number }[]>`
        INSERT INTO number_series (scope, last) VALUES (${`acceptance:${divisionCode}:${year}`}, 1)
        ON CONFLICT (scope) DO UPDATE SET last = number_series.last + 1 RETURNING last`;
      return rows[0]?.last ?? 1;
    },
  };
}
