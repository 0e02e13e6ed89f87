import type { AgencyLine } from '#connectors/kit/agency-line.ts';
import { textAt, valueAt, wordAt } from '#connectors/kit/dotted-path.ts';
import { answerOnly, askGraphql, type GraphqlDialect } from '#connectors/kit/graphql.ts';
import { ledgerKey } from '#connectors/kit/ledger-key.ts';
import { readShape, readWord } from '#connectors/kit/read-shape.ts';
import type { AgencyCall } from '#domain/agencies/agency-connector.ts';
import { AgencyMessageUnreadableError } from '#domain/agencies/agency-errors.ts';
import type { LedgerLine, LedgerPage } from '#domain/agencies/agency-ledger.ts';
import type { LocalDate } from '#domain/referrals/local-date.ts';
import type { Ledger } from './agency-file.ts';

/** One page of the agency's list, by the paths and the table of the file. Throws AgencyUnavailableError. */
export async function readLedger(
  line: AgencyLine,
  dialect: GraphqlDialect,
  file: Ledger,
  asked: { readonly day: LocalDate; readonly cursor: string | undefined },
  call: AgencyCall,
): Promise<LedgerPage> {
  const variables = Object.fromEntries(
    Object.entries(file.variables).map(([name, what]) => [name, asked[what] ?? null]),
  );
  const operation = { document: file.document, variables, at: file.at, whole: true };
  const page = await askGraphql(line, dialect, operation, call, (found) => pageOf(file, found));
  return answerOnly(page, dialect.agency);
}

function pageOf(file: Ledger, found: unknown): LedgerPage {
  const rows = valueAt(found, file.rows);
  const total = valueAt(found, file.total);
  if (!Array.isArray(rows)) throw new AgencyMessageUnreadableError(`${file.rows}: not a list`);
  if (typeof total !== 'number' || !Number.isSafeInteger(total) || total < 0)
    throw new AgencyMessageUnreadableError(`${file.total}: not a count`);
  return { lines: rows.map((row) => lineOf(file, row)), total, nextCursor: textAt(found, file.next) };
}

function lineOf(file: Ledger, row: unknown): LedgerLine {
  const reference = file.reference && textAt(row, file.reference);
  const at = file.recordedAt && textAt(row, file.recordedAt);
  return {
    key: readShape(ledgerKey, valueAt(row, file.key)),
    referralId: file.referralId && textAt(row, file.referralId),
    status: readWord(new Map(Object.entries(file.statuses)), wordAt(row, file.status) ?? '', file.status),
    references: reference ? [reference] : [],
    at: at && !Number.isNaN(Date.parse(at)) ? new Date(at) : undefined,
  };
}
