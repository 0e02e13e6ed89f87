import { readLocalDate } from '#connectors/kit/foreign-date.ts';
import { readCount } from '#connectors/kit/foreign-number.ts';
import { foldCode, presentText } from '#connectors/kit/foreign-text.ts';
import { readShape, readWord } from '#connectors/kit/read-shape.ts';
import { AgencyMessageUnreadableError } from '#domain/agencies/agency-errors.ts';
import type { HouseholdBatch, HouseholdRow, PushedHousehold } from '#domain/agencies/inbound-content.ts';
import { parseLocalDate } from '#domain/referrals/local-date.ts';
import { parsePersonName } from '#domain/registry/person-name.ts';
import { parsePhone } from '#domain/registry/phone.ts';
import { CATEGORIES, STATUSES, readEnd } from './assistance.ts';
import type { CivilHouseholdBatch } from './schema.ts';
import { CivilHouseholdRow } from './schema.ts';

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
      name: nameOf(row.worker.name),
      // A missing, masked or wrong number costs nobody the household: a person then says whose it is.
      residentId: foldCode(row.worker.idCard ?? ''),
      phone: phoneOf(row.worker.phone),
      birthDate: birthDateOf(row.worker.birthday),
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

/** A masked name says nothing, and the number may say all. */
function nameOf(text: string): string {
  const name = parsePersonName(text);
  if (!name.ok && name.fault !== 'MASKED') throw new AgencyMessageUnreadableError(`worker.name: ${name.fault}`);
  return name.ok ? name.value : text.trim();
}

/** Only ever a help for whoever has to say who it is, so a date that cannot be read is left out. */
function birthDateOf(text: string | null | undefined): string | undefined {
  const date = parseLocalDate(presentText(text)?.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3') ?? '');
  return date.ok ? date.value : undefined;
}
