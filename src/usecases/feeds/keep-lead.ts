import type { CourtDelegation, PushedHousehold } from '#domain/agencies/inbound-content.ts';
import type { Lead } from '#domain/feeds/lead.ts';
import { parseLocalDate } from '#domain/referrals/local-date.ts';
import type { MatchRecord, RecordSource } from '#domain/registry/match-review.ts';
import type { Stores } from '#domain/stores.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

/** Whose a record is: by its number, or by what a person said. */
export interface RecordOwner {
  readonly personId: string;
  /** Whether the worker already was in the register. */
  readonly matched: boolean;
  readonly divisionCode: string;
}

/** The lead of a record whose owner is known; one that comes again is the same lead. Answers its id. */
export function keepLead(
  tx: Stores,
  record: MatchRecord,
  owner: RecordOwner,
  source: RecordSource,
  deps: UsecaseDependencies,
): Promise<string> {
  const at = deps.clock.now();
  const lead: Lead = {
    id: deps.ids.next(),
    agencyCode: source.agencyCode,
    status: 'OPEN',
    receivedAt: at,
    ...('kind' in record ? contentOfDelegation(record) : contentOfHousehold(record)),
    ...owner,
  };
  return tx.leads.upsert(lead, source.id, at);
}

function contentOfHousehold(household: PushedHousehold) {
  const validUntil = household.validUntil ? parseLocalDate(household.validUntil) : undefined;
  return {
    kind: 'HOUSEHOLD' as const,
    applicationNo: household.applicationNo,
    category: household.category,
    sourceStatus: household.status,
    householdSize: household.householdSize,
    employer: household.worker.employer,
    validUntil: validUntil?.ok ? validUntil.value : undefined,
  };
}

function contentOfDelegation(letter: CourtDelegation) {
  return {
    kind: 'COURT_DELEGATION' as const,
    applicationNo: letter.docketNumber,
    category: 'COURT_DELEGATION',
    sourceStatus: '委派调解',
    employer: letter.respondent,
    causeOfAction: letter.causeOfAction,
    claims: letter.claims,
  };
}
