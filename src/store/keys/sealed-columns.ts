import { insurancePlace } from '#store/feeds/insurance-target.ts';
import { snapshotPlace } from '#store/snapshot-store.ts';

/** A table with sealed columns: what its rows are known by, and for what place each of its values is sealed. */
export interface SealedTable {
  readonly table: string;
  /** The primary key in its order, with the type of each column. */
  readonly key: readonly { readonly column: string; readonly type: 'uuid' | 'text' | 'int' | 'bytea' | 'date' }[];
  readonly columns: readonly string[];
  /** From the key as text: bytes in hexadecimal digits, a date as YYYY-MM-DD. Absent: table, column and key, `person.name:0199…`. */
  readonly place?: (key: readonly string[]) => string;
}

const ID = [{ column: 'id', type: 'uuid' }] as const;

/**
 * Every sealed column there is, for the rotation of keys: a value that is missing here keeps its key for ever.
 * test/store/keys/sealed-columns.test.ts compares it with the tables.
 */
export const SEALED_TABLES: readonly SealedTable[] = [
  {
    table: 'person',
    key: ID,
    columns: ['name_sealed', 'resident_id_sealed', 'phone_sealed', 'bank_card_sealed'],
  },
  { table: 'person_link', key: ID, columns: ['reason_sealed', 'split_reason_sealed'] },
  { table: 'match_review', key: ID, columns: ['record_sealed', 'note_sealed'] },
  { table: 'case', key: ID, columns: ['form_sealed', 'facts_sealed', 'rating_comment_sealed'] },
  { table: 'case_event', key: ID, columns: ['note_sealed'] },
  { table: 'refused_intake', key: ID, columns: ['form_sealed', 'facts_sealed'] },
  { table: 'referral', key: ID, columns: ['amount_sealed', 'undisputed_facts_sealed'] },
  { table: 'effect', key: ID, columns: ['note_sealed'] },
  { table: 'deadline', key: ID, columns: ['extension_sealed'] },
  { table: 'inbound_message', key: ID, columns: ['body_sealed'] },
  { table: 'lead', key: ID, columns: ['employer_sealed', 'claims_sealed'] },
  { table: 'medical_settlement', key: ID, columns: ['detail_sealed'] },
  { table: 'quarantined_row', key: ID, columns: ['raw_sealed', 'corrected_sealed', 'note_sealed'] },
  { table: 'reconciliation_item', key: ID, columns: ['note_sealed'] },
  { table: 'service_item_version', key: ID, columns: ['note_sealed'] },
  { table: 'agency', key: [{ column: 'code', type: 'text' }], columns: ['pause_reason_sealed'] },
  { table: 'agency_replay', key: ID, columns: ['reason_sealed'] },
  { table: 'operator_action', key: ID, columns: ['reason_sealed'] },
  { table: 'webhook_secret', key: ID, columns: ['secret_sealed'] },
  {
    table: 'webhook_attempt',
    key: [
      { column: 'delivery_id', type: 'uuid' },
      { column: 'number', type: 'int' },
    ],
    columns: ['exchange_sealed'],
  },
  {
    table: 'agency_snapshot',
    key: [
      { column: 'agency_code', type: 'text' },
      { column: 'subject', type: 'text' },
      { column: 'person_id', type: 'uuid' },
    ],
    columns: ['answer_sealed'],
    place: ([agency = '', subject = '', person = '']) => snapshotPlace(agency, subject, person),
  },
  {
    table: 'insurance_record',
    key: [
      { column: 'resident_id_index', type: 'bytea' },
      { column: 'kind', type: 'text' },
      { column: 'employer_code', type: 'text' },
      { column: 'period_from', type: 'date' },
      { column: 'agency_code', type: 'text' },
    ],
    columns: ['detail_sealed'],
    place: ([index = '', kind = '', employerCode = '', from = '', agency = '']) =>
      insurancePlace(agency, Buffer.from(index, 'hex'), { kind, employerCode, from }),
  },
];

export function placeOf({ table, place }: SealedTable, column: string, key: readonly string[]): string {
  return place?.(key) ?? `${table}.${column.replace(/_sealed$/, '')}:${key.join(':')}`;
}
