import type { HouseholdBatch, HouseholdRow, PushedHousehold } from '#domain/agencies/inbound-content.ts';
import { localDateOf, parseLocalDate } from '#domain/referrals/local-date.ts';
import { ASSISTANCE_CATEGORIES } from '#domain/registry/assistance-record.ts';
import { parseDivisionCode } from '#domain/registry/division-code.ts';
import { matchingName, parsePersonName } from '#domain/registry/person-name.ts';
import { parsePhone } from '#domain/registry/phone.ts';
import { isDemoResidentId, parseResidentId, sexOf } from '#domain/registry/resident-id.ts';
import type { InboundMessage, Stores } from '#domain/stores.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

interface BadRow {
  readonly rowNumber: number;
  readonly field: string;
  readonly reason: string;
  readonly raw: string;
}

/**
 * Turns a pushed batch of applicant households into leads for the windows. Each row stands alone: a bad one goes to
 * quarantine with its field and reason, the others are taken. A household that comes again updates its lead.
 */
export async function importHouseholds(
  tx: Stores,
  message: InboundMessage,
  batch: HouseholdBatch,
  deps: UsecaseDependencies,
): Promise<void> {
  const bad: BadRow[] = [];
  for (const row of batch.rows) {
    const fault = row.ok ? await takeHousehold(tx, message, row, deps) : unreadable(row);
    if (fault) bad.push(fault);
  }
  if (batch.declaredCount !== batch.rows.length) {
    bad.push({
      rowNumber: 0,
      field: 'declaredCount',
      reason: `declared ${batch.declaredCount}, received ${batch.rows.length}`,
      raw: '',
    });
  }
  const feedImportId = deps.ids.next();
  await tx.feedImports.insert(
    {
      id: feedImportId,
      agencyCode: message.agencyCode,
      batchNo: batch.batchNo,
      declaredCount: batch.declaredCount,
      receivedCount: batch.rows.length,
      acceptedCount: batch.rows.length - bad.filter((row) => row.rowNumber > 0).length,
      importedAt: deps.clock.now(),
    },
    message.id,
    bad.map((row) => ({ id: deps.ids.next(), feedImportId, ...row })),
  );
}

/** Of a row that its connector could not read, exactly what is stored. */
function unreadable({ rowNumber, field, reason, raw }: Extract<HouseholdRow, { ok: false }>): BadRow {
  return { rowNumber, field, reason, raw };
}

async function takeHousehold(
  tx: Stores,
  message: InboundMessage,
  { rowNumber, household }: Extract<HouseholdRow, { ok: true }>,
  deps: UsecaseDependencies,
): Promise<BadRow | undefined> {
  const bad = (field: string, reason: string): BadRow => ({ rowNumber, field, reason, raw: JSON.stringify(household) });
  const residentId = parseResidentId(household.worker.residentId, localDateOf(deps.clock.now()));
  if (!residentId.ok) return bad('worker.residentId', residentId.fault);
  if (deps.production && isDemoResidentId(residentId.value)) return bad('worker.residentId', 'TEST_IDENTITY_IN_LIVE');
  const name = parsePersonName(household.worker.name);
  if (!name.ok) return bad('worker.name', name.fault);
  const division = parseDivisionCode(household.divisionCode);
  if (!division.ok || (await tx.divisions.withAncestors(division.value)).length === 0)
    return bad('divisionCode', 'DIVISION_UNKNOWN');
  const category = ASSISTANCE_CATEGORIES.find((known) => known === household.category);
  if (!category) return bad('category', 'CHOICE_INVALID');
  const matched = await tx.people.findByResidentId(residentId.value);
  const phone = household.worker.phone ? parsePhone(household.worker.phone) : undefined;
  const entry = {
    id: deps.ids.next(),
    name: name.value,
    residentId: residentId.value,
    phone: phone?.ok ? phone.value : undefined,
    sex: sexOf(residentId.value),
    divisionCode: division.value,
  };
  const person = matched ?? (await tx.people.insertOrFind(entry, deps.clock.now()));
  // Same number, other name: nobody's record is changed on an agency's word; a person looks at it.
  if (matchingName(person.name) !== matchingName(name.value)) return bad('worker.name', 'IDENTITY_MISMATCH');
  const found = { personId: person.id, matched: matched !== undefined, divisionCode: division.value, category };
  await tx.leads.upsert(leadOf(household, message, found, deps), message.id, deps.clock.now());
  return undefined;
}

function leadOf(
  household: PushedHousehold,
  message: InboundMessage,
  found: { personId: string; matched: boolean; divisionCode: string; category: string },
  deps: UsecaseDependencies,
) {
  const validUntil = household.validUntil ? parseLocalDate(household.validUntil) : undefined;
  return {
    id: deps.ids.next(),
    agencyCode: message.agencyCode,
    applicationNo: household.applicationNo,
    sourceStatus: household.status,
    householdSize: household.householdSize,
    employer: household.worker.employer,
    status: 'OPEN' as const,
    validUntil: validUntil?.ok ? validUntil.value : undefined,
    receivedAt: deps.clock.now(),
    ...found,
  };
}
