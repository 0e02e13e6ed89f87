import type { FeedFile } from '#domain/feeds/feed-file.ts';
import type { HouseholdFeedRow, HouseholdStatement, StatedHousehold } from '#domain/feeds/household-feed.ts';
import { isDamagedName } from '#domain/registry/person-name.ts';
import { phoneKind } from '#domain/registry/phone.ts';
import { birthDateOf } from '#domain/registry/resident-id.ts';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';
import type { CopyTransaction } from '#store/feeds/copy-connections.ts';
import type { LastOfEach } from '#store/feeds/last-of-each.ts';
import { nameBirthIndex, nameIndex, phoneIndex, residentIdIndex } from '#store/sealed-person.ts';

export interface HashedHousehold {
  readonly rowNumber: number;
  readonly statement: HouseholdStatement;
  readonly gone: boolean;
  /** Absent where only a person can say who is meant. */
  readonly exact?: HashedPerson | undefined;
}

export interface HashedPerson {
  readonly content: StatedHousehold;
  readonly digest: Uint8Array;
  readonly index: Uint8Array;
  readonly nameIndex: Uint8Array;
  /** By these two somebody looks like somebody; absent where they say nothing, as a hotline does. */
  readonly nameBirthIndex?: Uint8Array | undefined;
  readonly phoneIndex?: Uint8Array | undefined;
}

/** What the database says to a row. */
export interface KnownHousehold {
  /** Whoever carries the number. */
  readonly personId: string | undefined;
  readonly sameName: boolean;
  /** Somebody has the same name, birth date and telephone. */
  readonly alike: boolean;
  readonly leadId: string | undefined;
  /** The lead holds what came after this file. */
  readonly newer: boolean;
  readonly divisionKnown: boolean;
}

export function hashHousehold(
  { rowNumber, gone }: LastOfEach<HouseholdFeedRow>,
  statement: HouseholdStatement,
  crypto: CryptoProvider,
): HashedHousehold {
  const { exact } = statement;
  return { rowNumber, gone, statement, exact: exact && hashPerson(exact, crypto) };
}

function hashPerson(content: StatedHousehold, crypto: CryptoProvider): HashedPerson {
  const { name, residentId, phone } = content;
  return {
    content,
    digest: crypto.blindIndex(JSON.stringify(content), 'lead.feed_digest').subarray(0, 16),
    index: residentIdIndex(residentId, crypto),
    nameIndex: nameIndex(name, crypto),
    ...(!isDamagedName(name) && { nameBirthIndex: nameBirthIndex(name, birthDateOf(residentId), crypto) }),
    ...(phone && phoneKind(phone) !== 'HOTLINE' && { phoneIndex: phoneIndex(phone, crypto) }),
  };
}

/** One statement for all rows of a chunk; by row number. */
export async function lookUp(
  tx: CopyTransaction,
  hashed: readonly HashedHousehold[],
  { id: fileId, agencyCode }: FeedFile,
): Promise<ReadonlyMap<number, KnownHousehold>> {
  await tx.stage(
    'stage_household_key',
    {
      row_number: 'int',
      resident_id_index: 'bytea',
      name_index: 'bytea',
      name_birth_index: 'bytea',
      phone_index: 'bytea',
      application_no: 'text',
      category: 'text',
      division_code: 'text',
    },
    hashed.map(({ rowNumber, exact, statement: { applicationNo, category, record } }) => [
      rowNumber,
      exact?.index ?? null,
      exact?.nameIndex ?? null,
      exact?.nameBirthIndex ?? null,
      exact?.phoneIndex ?? null,
      applicationNo,
      category,
      record.divisionCode,
    ]),
  );
  const { rows } = await tx.query(
    `SELECT k.row_number, p.id AS person_id, p.name_index = k.name_index AS same_name, l.id AS lead_id,
            l.inbound_id > $2 AS newer, d.code IS NOT NULL AS division_known,
            p.id IS NULL AND k.phone_index IS NOT NULL AND EXISTS (
              SELECT 1 FROM person a WHERE a.name_birth_index = k.name_birth_index AND a.phone_index = k.phone_index) AS alike
       FROM stage_household_key k
       LEFT JOIN person p ON p.resident_id_index = k.resident_id_index
       LEFT JOIN lead l ON l.agency_code = $1 AND l.application_no = k.application_no AND l.category = k.category
       LEFT JOIN division d ON d.code = k.division_code`,
    [agencyCode, fileId],
  );
  return new Map(
    rows.map((row) => [
      Number(row['row_number']),
      {
        personId: textOf(row['person_id']),
        sameName: row['same_name'] === true,
        alike: row['alike'] === true,
        leadId: textOf(row['lead_id']),
        newer: row['newer'] === true,
        divisionKnown: row['division_known'] === true,
      },
    ]),
  );
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
