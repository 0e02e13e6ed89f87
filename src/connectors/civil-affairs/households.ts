import { readLocalDate } from '#connectors/kit/foreign-date.ts';
import { readCount } from '#connectors/kit/foreign-number.ts';
import { foldCode, presentText } from '#connectors/kit/foreign-text.ts';
import { readShape, readWord } from '#connectors/kit/read-shape.ts';
import { AgencyMessageUnreadableError } from '#domain/agencies/agency-errors.ts';
import type { HouseholdBatch, HouseholdRow, PushedHousehold } from '#domain/agencies/inbound-content.ts';
import { localDate } from '#domain/referrals/local-date.ts';
import { parsePersonName } from '#domain/registry/person-name.ts';
import { parsePhone } from '#domain/registry/phone.ts';
import { parseResidentId } from '#domain/registry/resident-id.ts';
import { CATEGORIES, STATUSES, readEnd } from './assistance.ts';
import type { CivilHouseholdBatch } from './schema.ts';
import { CivilHouseholdRow } from './schema.ts';

/** Whether somebody is born yet is asked when the person is registered; reading a stored message knows no today. */
const ANY_DAY = localDate('9999-12-31');

export function householdBatchOf(batch: CivilHouseholdBatch): HouseholdBatch {
  return {
    kind: 'HOUSEHOLD_BATCH',
    batchNo: batch.batchNo,
    declaredCount: batch.declaredCount,
    // Counted by position: the row numbers of the bureau repeat when it sends a batch again after a correction.
    rows: batch.rows.map((row, index) => householdRowOf(row, index + 1)),
  };
}

function householdRowOf(raw: unknown, rowNumber: number): HouseholdRow {
  try {
    return { ok: true, rowNumber, household: householdOf(readShape(CivilHouseholdRow, raw)) };
  } catch (error) {
    if (!(error instanceof AgencyMessageUnreadableError)) throw error;
    const [field = 'row', reason = error.reason] = error.reason.split(': ', 2);
    return { ok: false, rowNumber, field, reason, raw: JSON.stringify(raw) };
  }
}

function householdOf(row: CivilHouseholdRow): PushedHousehold {
  return {
    applicationNo: row.applicationNo,
    category: readWord(CATEGORIES, row.typeCode, 'typeCode'),
    status: readWord(STATUSES, row.statusCode, 'statusCode'),
    divisionCode: row.divisionCode,
    householdSize: householdSizeOf(row),
    decidedOn: readLocalDate(row.decideDate, 'decideDate'),
    validUntil: readEnd(row.validTo),
    consentReference: presentText(row.consentNo),
    worker: {
      name: accepted(parsePersonName(row.worker.name), 'worker.name'),
      residentId: accepted(parseResidentId(foldCode(row.worker.idCard), ANY_DAY), 'worker.idCard'),
      phone: phoneOf(row.worker.phone),
      employer: presentText(row.worker.employer),
    },
  };
}

function householdSizeOf({ householdSize }: CivilHouseholdRow): number {
  const size = readCount(String(householdSize), 'householdSize');
  if (size === undefined || size < 1) throw new AgencyMessageUnreadableError('householdSize: not a count');
  return size;
}

/** A telephone is a convenience: a wrong or masked one is left out, and the household stays. */
function phoneOf(text: string | null | undefined): string | undefined {
  const phone = parsePhone(foldCode(text ?? ''));
  return phone.ok ? phone.value : undefined;
}

function accepted<Value>(result: { ok: true; value: Value } | { ok: false; fault: string }, field: string): Value {
  if (result.ok) return result.value;
  throw new AgencyMessageUnreadableError(`${field}: ${result.fault}`);
}
