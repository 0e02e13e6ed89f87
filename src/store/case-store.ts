import type { CaseDraft } from '#domain/cases/case-draft.ts';
import type { CaseStore } from '#domain/cases/case-stores.ts';
import type { Case } from '#domain/cases/case.ts';
import type { CatalogueStore } from '#domain/catalogue/catalogue-stores.ts';
import { EMPTY_PAGE } from '#domain/page.ts';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';
import { CASE_HEADER_COLUMNS } from '#store/case-columns.ts';
import { toCase, toCaseHeader } from '#store/case-rows.ts';
import type { Connection } from '#store/database.ts';
import { readLinkGroups } from '#store/link-groups.ts';
import type { NumberSeries } from '#store/number-series.ts';
import { readPage } from '#store/paging.ts';
import { PREPARED } from '#store/prepared.ts';
import { readCaseDraft } from '#store/read-case-draft.ts';
import { insertCase, saveCaseDraft } from '#store/save-case-draft.ts';
import { caseScope } from '#store/scopes.ts';

export function createCaseStore(
  db: Connection,
  crypto: CryptoProvider,
  numbers: NumberSeries,
  catalogue: CatalogueStore,
): CaseStore {
  /** What was loaded, to tell what a draft has replaced. */
  const loaded = new WeakMap<CaseDraft, CaseDraft>();
  const opened = (row: Parameters<typeof toCase>[0] | null): Case | undefined =>
    row ? toCase(row, crypto) : undefined;

  async function loadDraft(caseId: string): Promise<CaseDraft | undefined> {
    // The lock on the case row serialises all writers of this case. What comes after is read by a statement of its own:
    // one that waited for the lock would see the other tables as they were before it waited.
    const locked = await db.$queryRaw<unknown[]>`
      ${PREPARED} SELECT 1 FROM "case" WHERE id = ${caseId}::uuid FOR UPDATE`;
    const draft =
      locked.length > 0 ? await readCaseDraft(db, caseId, { lockEffects: true }, crypto, catalogue) : undefined;
    if (draft) loaded.set(draft, { ...draft });
    return draft;
  }

  return {
    loadDraft,
    readDraft: (caseId) => readCaseDraft(db, caseId, { lockEffects: false }, crypto, catalogue),
    async loadDraftOfReferral(referralId) {
      const referral = await db.referral.findUnique({ where: { id: referralId }, select: { caseId: true } });
      return referral ? loadDraft(referral.caseId) : undefined;
    },
    insert: (draft, consents) => insertCase(db, draft, consents, crypto),
    async saveDraft(draft) {
      const before = loaded.get(draft);
      if (!before) throw new RangeError('saveDraft takes a draft that was loaded here');
      await saveCaseDraft(db, before, draft, crypto);
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
      await db.$queryRaw`${PREPARED} SELECT 1 FROM person WHERE id = ANY(${[...group]}::uuid[]) ORDER BY id FOR UPDATE`;
      const row = await db.case.findFirst({
        where: { applicantId: { in: [...group] }, serviceItemCode, status: { in: ['IN_PROGRESS', 'NEEDS_ATTENTION'] } },
        select: { id: true },
      });
      return row?.id;
    },
    async list(scope, filter, page) {
      const visible = caseScope(scope);
      if (!visible) return EMPTY_PAGE;
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
          db.case.findMany({
            where: cursorId ? { AND: [where, { id: { lt: cursorId } }] } : where,
            take,
            orderBy,
            select: CASE_HEADER_COLUMNS,
          }),
        (cap) => db.case.count({ where, take: cap }),
        toCaseHeader,
      );
    },
    nextAcceptanceNumber: (divisionCode, year) => numbers.next(`acceptance:${divisionCode}:${year}`),
  };
}
