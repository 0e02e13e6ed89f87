import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import { settleAttention } from '#domain/cases/attention.ts';
import { nextCaseStatus } from '#domain/cases/case-transitions.ts';
import { withdrawCase } from '#domain/cases/withdraw-case.ts';
import type { MedicalSettlement } from '#domain/feeds/medical-settlement.ts';
import { decideVisit, type VisitSettlement } from '#domain/feeds/visit-claims.ts';
import { unfollowedWords, visitWithout } from '#domain/feeds/visit-words.ts';
import { localDateOf } from '#domain/referrals/local-date.ts';
import type { Yuan } from '#domain/registry/yuan.ts';
import type { Stores } from '#domain/stores.ts';
import { openPushedCase, paidOn } from '#usecases/cases/index.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';
import { progressContext } from '#usecases/progress-context.ts';

const CLAIM_ITEM = 'medical-mutual-aid-claim';
const WITHDRAWN_BECAUSE = '结算已撤销';

/**
 * Makes the claims of one visit what its settlements say they should be. The visit is locked by whoever calls. Rows of a
 * file that nobody has acted on yet are acted on one by one in their order, as if each had been pushed: which settlement
 * has the claim depends on it.
 */
export async function settleVisit(
  tx: Stores,
  agencyCode: AgencyCode,
  visitId: string,
  deps: UsecaseDependencies,
): Promise<void> {
  const stored = await tx.settlements.ofVisit(agencyCode, visitId);
  let visit = stored;
  let unsaid = unfollowedWords(stored);
  do {
    unsaid = unsaid.slice(1);
    const settled = await settle(tx, visitWithout(visit, unsaid), deps);
    const ends = new Map(settled.map(({ id, result, caseId }) => [id, { result, caseId }]));
    visit = visit.map((settlement) => ({ ...settlement, ...ends.get(settlement.id) }));
  } while (unsaid.length > 0);
  for (const [index, settlement] of visit.entries()) {
    const { result, caseId } = stored[index] ?? settlement;
    if (settlement.result === result && settlement.caseId === caseId && !settlement.unfollowed) continue;
    await tx.settlements.save({ ...settlement, unfollowed: undefined });
  }
}

/** For whoever has something new to say about a visit: rows of a file that nobody has acted on yet come first. */
export async function catchUpVisit(
  tx: Stores,
  agencyCode: AgencyCode,
  visitId: string,
  deps: UsecaseDependencies,
): Promise<void> {
  const visit = await tx.settlements.ofVisit(agencyCode, visitId);
  if (visit.some(({ unfollowed }) => unfollowed)) await settleVisit(tx, agencyCode, visitId, deps);
}

/** Answers the settlements with what has become of them; saves none. */
async function settle(
  tx: Stores,
  settlements: readonly MedicalSettlement[],
  deps: UsecaseDependencies,
): Promise<readonly MedicalSettlement[]> {
  const visit: VisitSettlement[] = [];
  // One after the other: each locks its case, and all share one connection.
  for (const settlement of settlements) visit.push({ ...settlement, claim: await claimOf(tx, settlement) });
  const { withdraw, open, results } = decideVisit(visit);
  const byId = new Map(settlements.map((settlement) => [settlement.id, settlement]));
  for (const id of withdraw) await withdrawClaim(tx, byId.get(id), deps);
  for (const [id, result] of results) {
    const settlement = byId.get(id);
    if (!settlement || settlement.result === result) continue;
    byId.set(id, { ...settlement, result });
    if (result === 'REVERSED_AFTER_PAYOUT') await callAPerson(tx, settlement, deps);
  }
  const claimed = open && byId.get(open.id);
  if (claimed) byId.set(claimed.id, await openClaim(tx, claimed, open.alreadyPaid, deps));
  return [...byId.values()];
}

async function claimOf(tx: Stores, { caseId }: MedicalSettlement): Promise<VisitSettlement['claim']> {
  const draft = caseId === undefined ? undefined : await tx.cases.loadDraft(caseId);
  if (!draft) return undefined;
  return {
    open: nextCaseStatus(draft.case.status, 'WITHDRAW') !== undefined,
    paid: await paidOn(tx, draft.case.id),
  };
}

async function withdrawClaim(
  tx: Stores,
  settlement: MedicalSettlement | undefined,
  deps: UsecaseDependencies,
): Promise<void> {
  const draft = settlement?.caseId === undefined ? undefined : await tx.cases.loadDraft(settlement.caseId);
  if (!settlement || !draft) return;
  const context = await progressContext(deps, tx, draft.case.divisionCode, `agency:${settlement.agencyCode}`);
  withdrawCase(draft, WITHDRAWN_BECAUSE, context);
  await tx.cases.saveDraft(draft);
}

/** The claim stays as it is, for its money may have left; but nobody pays on as if nothing had happened. */
async function callAPerson(tx: Stores, settlement: MedicalSettlement, deps: UsecaseDependencies): Promise<void> {
  const draft = settlement.caseId === undefined ? undefined : await tx.cases.loadDraft(settlement.caseId);
  if (!draft) return;
  const context = await progressContext(deps, tx, draft.case.divisionCode, `agency:${settlement.agencyCode}`);
  const form = { ...draft.case.form, sourceReversedOn: localDateOf(context.now) };
  draft.case = { ...draft.case, form };
  settleAttention(draft, context);
  await tx.cases.saveDraft(draft);
}

async function openClaim(
  tx: Stores,
  settlement: MedicalSettlement,
  alreadyPaid: Yuan | undefined,
  deps: UsecaseDependencies,
): Promise<MedicalSettlement> {
  const { detail, settledAt, personId, settlementId, visitId } = settlement;
  const person = personId === undefined ? undefined : (await tx.people.findMany([personId])).get(personId);
  if (!detail || !settledAt || !person) return { ...settlement, result: 'CLAIM_NOT_OPENED' };
  const bankCard = await tx.people.bankCard(person.id);
  const now = deps.clock.now();
  const answer = await openPushedCase(tx, deps, {
    serviceItemCode: CLAIM_ITEM,
    person,
    divisionCode: person.divisionCode,
    form: {
      settlementId,
      visitId,
      personalAmount: detail.personalAmount,
      settledOn: localDateOf(settledAt),
      ...(bankCard !== undefined && { bankCard }),
      ...(alreadyPaid !== undefined && { alreadyPaid }),
    },
    openedBy: `agency:${settlement.agencyCode}`,
    // Their clock may be ahead of ours; a clock of ours never begins in the future.
    countsFrom: settledAt < now ? settledAt : now,
  });
  if (!answer.opened) {
    deps.log.warn({ settlement: settlement.id, reason: answer.reason }, 'a claim could not be opened');
    return { ...settlement, result: 'CLAIM_NOT_OPENED' };
  }
  return { ...settlement, result: 'CLAIM_OPENED', caseId: answer.caseId };
}
