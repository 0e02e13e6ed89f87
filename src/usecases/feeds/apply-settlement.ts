import type { InboundEnd, InboundMessage } from '#domain/agencies/agency-stores.ts';
import type { PushedSettlement } from '#domain/agencies/inbound-content.ts';
import {
  type Bearer,
  settlementAfter,
  settlementDetail,
  standingOf,
  unheardOf,
} from '#domain/feeds/settlement-rule.ts';
import { localDateOf } from '#domain/referrals/local-date.ts';
import { parseResidentId } from '#domain/registry/resident-id.ts';
import type { Stores } from '#domain/stores.ts';
import { catchUpVisit, settleVisit } from '#usecases/feeds/settle-visit.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

/**
 * Keeps what the medical insurance says about a settlement and does what follows for the claims of that visit. Any order
 * will do: a reversal may come before what it reverses. Repeats change nothing; the same id with other content, or about
 * another visit, goes to quarantine.
 */
export async function applySettlement(
  tx: Stores,
  message: InboundMessage,
  said: PushedSettlement,
  deps: UsecaseDependencies,
): Promise<Omit<InboundEnd, 'at'>> {
  const { agencyCode, receivedAt } = message;
  await tx.settlements.lockVisit(agencyCode, said.visitId);
  await catchUpVisit(tx, agencyCode, said.visitId, deps);
  const known = await tx.settlements.find(agencyCode, said.settlementId);
  const detail = settlementDetail(said, deps.digest.keyed);
  const standing = standingOf(known, said, detail);
  if (standing === 'OTHER_VISIT') return { status: 'QUARANTINED', reason: 'settlement id belongs to another visit' };
  if (standing === 'CONFLICT') return { status: 'QUARANTINED', reason: 'settlement id used again for other content' };
  if (standing === 'REPEATED') return { status: 'SUPERSEDED', reason: standing };
  const before = known ?? unheardOf(said, { id: deps.ids.next(), agencyCode, receivedAt });
  const bearer = said.event === 'SETTLED' ? await findBearer(tx, said, deps) : undefined;
  await tx.settlements.save(settlementAfter(before, said, detail, bearer));
  await settleVisit(tx, agencyCode, said.visitId, deps);
  return { status: 'APPLIED' };
}

/** By the whole number alone. */
async function findBearer(
  tx: Stores,
  { residentId: written }: PushedSettlement,
  { clock }: UsecaseDependencies,
): Promise<Bearer | undefined> {
  const residentId = parseResidentId(written, localDateOf(clock.now()));
  const person = residentId.ok ? await tx.people.findByResidentId(residentId.value) : undefined;
  return person && { person, enrolments: await tx.mutualAid.enrolmentsOf(person.id) };
}
