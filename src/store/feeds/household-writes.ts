import type { FeedOutcome } from '#domain/feeds/feed-chunk.ts';
import type { FeedFile } from '#domain/feeds/feed-file.ts';
import type { HouseholdFeedRow, StatedHousehold } from '#domain/feeds/household-feed.ts';
import { sexOf } from '#domain/registry/resident-id.ts';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';
import { type CopyTransaction, GroundMovedError } from '#store/feeds/copy-connections.ts';
import { endOfTombstones } from '#store/feeds/end-of-tombstones.ts';
import type { LastOfEach } from '#store/feeds/last-of-each.ts';
import { employerPlace } from '#store/lead-store.ts';
import { sealPerson } from '#store/sealed-person.ts';

/** A household whose person is known or is to be entered, ready to be a lead. */
export interface PlacedHousehold {
  readonly content: StatedHousehold;
  readonly digest: Uint8Array;
  readonly gone: boolean;
  readonly personId: string;
  readonly isNewPerson: boolean;
  readonly leadId: string;
}

export async function enterPeople(
  tx: CopyTransaction,
  crypto: CryptoProvider,
  placed: readonly PlacedHousehold[],
  at: Date,
): Promise<void> {
  const people = placed.filter(({ isNewPerson }) => isNewPerson);
  if (people.length === 0) return;
  await tx.stage(
    'stage_household_person',
    {
      id: 'uuid',
      name_sealed: 'bytea',
      name_index: 'bytea',
      name_birth_index: 'bytea',
      resident_id_sealed: 'bytea',
      resident_id_index: 'bytea',
      phone_sealed: 'bytea',
      phone_index: 'bytea',
      sex: 'text',
      division_code: 'text',
    },
    people.map(({ personId, content }) => {
      const { name, residentId, phone, divisionCode } = content;
      const row = sealPerson({ id: personId, name, residentId, phone, sex: sexOf(residentId), divisionCode }, crypto);
      return [
        row.id,
        row.nameSealed,
        row.nameIndex,
        row.nameBirthIndex,
        row.residentIdSealed,
        row.residentIdIndex,
        row.phoneSealed ?? null,
        row.phoneIndex ?? null,
        row.sex,
        row.divisionCode,
      ];
    }),
  );
  const { rowCount } = await tx.query(
    `INSERT INTO person (id, name_sealed, name_index, name_birth_index, resident_id_sealed, resident_id_index, phone_sealed,
                         phone_index, sex, division_code, created_at, updated_at)
     SELECT s.*, $1, $1 FROM stage_household_person s
     ON CONFLICT (resident_id_index) DO NOTHING`,
    [at],
  );
  // Somebody entered one of them since we looked; then it is their row that the lead belongs to.
  if (rowCount !== people.length) throw new GroundMovedError();
}

export async function putLeads(
  tx: CopyTransaction,
  crypto: CryptoProvider,
  placed: readonly PlacedHousehold[],
  { id: fileId, agencyCode }: FeedFile,
  at: Date,
): Promise<{ readonly changed: number; readonly gone: number }> {
  await tx.stage(
    'stage_household_lead',
    {
      id: 'uuid',
      application_no: 'text',
      category: 'text',
      source_status: 'text',
      division_code: 'text',
      household_size: 'int',
      person_id: 'uuid',
      matched: 'boolean',
      employer_sealed: 'bytea',
      valid_until: 'date',
      digest: 'bytea',
      gone: 'boolean',
    },
    placed.map(({ leadId, personId, isNewPerson, content, digest, gone }) => [
      leadId,
      content.applicationNo,
      content.category,
      content.sourceStatus,
      content.divisionCode,
      content.householdSize ?? null,
      personId,
      !isNewPerson,
      content.employer === undefined ? null : crypto.seal(content.employer, employerPlace(leadId)),
      content.validUntil ?? null,
      digest,
      gone,
    ]),
  );
  const { rows } = await tx.query(
    `INSERT INTO lead AS l (id, kind, agency_code, application_no, category, source_status, division_code, household_size,
                            person_id, matched, employer_sealed, status, inbound_id, valid_until, received_at, updated_at,
                            feed_digest, gone_at)
     SELECT s.id, 'HOUSEHOLD', $1, s.application_no, s.category, s.source_status, s.division_code, s.household_size,
            s.person_id, s.matched, s.employer_sealed, 'OPEN', $2, s.valid_until, $3, $3, s.digest, CASE WHEN s.gone THEN $3::timestamptz END
       FROM stage_household_lead s
     ON CONFLICT (agency_code, application_no, category) DO UPDATE
        SET source_status = excluded.source_status, division_code = excluded.division_code,
            household_size = excluded.household_size, employer_sealed = excluded.employer_sealed,
            valid_until = excluded.valid_until, inbound_id = excluded.inbound_id, updated_at = excluded.updated_at,
            feed_digest = excluded.feed_digest, gone_at = excluded.gone_at,
            -- Whose it is may be corrected until somebody works on it.
            person_id = CASE l.status WHEN 'OPEN' THEN excluded.person_id ELSE l.person_id END,
            matched = CASE WHEN l.status = 'OPEN' AND l.person_id <> excluded.person_id THEN excluded.matched ELSE l.matched END
      WHERE l.inbound_id <= excluded.inbound_id
        AND ((l.gone_at IS NULL) <> (excluded.gone_at IS NULL)
             OR l.feed_digest IS DISTINCT FROM excluded.feed_digest
             OR (l.status = 'OPEN' AND l.person_id <> excluded.person_id))
     RETURNING l.gone_at IS NOT NULL AS gone, NOT EXISTS (SELECT 1 FROM stage_household_lead s WHERE s.id = l.id) AS moved`,
    [agencyCode, fileId, at],
  );
  // Somebody pushed the same household since we looked: its employer was sealed for another row.
  if (rows.some((row) => row['moved'] === true)) throw new GroundMovedError();
  const gone = rows.filter((row) => row['gone'] === true).length;
  return { changed: rows.length - gone, gone };
}

/** Tombstones: the lead or the open question they name is taken back; what never came is refused. */
export async function takeAway(
  tx: CopyTransaction,
  tombstones: readonly LastOfEach<HouseholdFeedRow>[],
  { id: fileId, agencyCode }: FeedFile,
  at: Date,
): Promise<Pick<FeedOutcome, 'deleted' | 'refused'>> {
  if (tombstones.length === 0) return { deleted: 0, refused: [] };
  await tx.stage(
    'stage_household_tombstone',
    { row_number: 'int', application_no: 'text', category: 'text' },
    tombstones.map(({ rowNumber, last }) => [rowNumber, last.applicationNo, last.category]),
  );
  const { rows } = await tx.query(
    `WITH known AS (
       SELECT s.row_number, l.id, l.gone_at IS NULL AND l.inbound_id <= $2 AS alive,
              (SELECT bool_or(r.status = 'OPEN') FROM match_review r
                WHERE r.agency_code = $1 AND r.record_kind = 'HOUSEHOLD'
                  AND r.record_key = s.application_no || '/' || s.category) AS asked
         FROM stage_household_tombstone s
         LEFT JOIN lead l ON l.agency_code = $1 AND l.application_no = s.application_no AND l.category = s.category),
     taken AS (
       UPDATE lead l SET gone_at = $3, updated_at = $3, inbound_id = $2 FROM known k WHERE k.alive AND l.id = k.id
       RETURNING l.id)
     SELECT k.row_number, k.id IS NOT NULL OR k.asked IS NOT NULL AS known, t.id IS NOT NULL OR k.asked IS TRUE AS deleted
       FROM known k LEFT JOIN taken t ON t.id = k.id`,
    [agencyCode, fileId, at],
  );
  return endOfTombstones(rows, '操作');
}
