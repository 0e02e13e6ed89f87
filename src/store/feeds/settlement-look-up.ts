import type { FeedFile } from '#domain/feeds/feed-file.ts';
import { DUE_RESULTS, type MedicalSettlement } from '#domain/feeds/medical-settlement.ts';
import type { Bearer } from '#domain/feeds/settlement-rule.ts';
import type { SettlementGround, SettlementRow } from '#domain/feeds/take-settlement-rows.ts';
import type { MedicalSettlement as StoredSettlement } from '#generated/prisma/client.ts';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';
import type { CopyTransaction } from '#store/feeds/copy-connections.ts';
import { toEnrolment } from '#store/mutual-aid-store.ts';
import { openPerson, PERSON_COLUMNS } from '#store/sealed-person.ts';
import { openSettlement } from '#store/settlement-store.ts';

export interface HashedSettlement extends SettlementRow {
  /** Of the whole number; absent where it is masked or wrong. */
  readonly index: Uint8Array | undefined;
}

export interface SettlementLookUp extends SettlementGround {
  /** Which version of each known row was read, by the id of the row. */
  readonly versions: ReadonlyMap<string, string>;
}

interface FoundKey {
  readonly keyVisit: string;
  readonly residentId: string;
  readonly bearerId: string | null;
  readonly withClaims: boolean;
}

/** A row of the stage with the settlement it speaks of, if that is known. */
type FoundRow = FoundKey & ((StoredSettlement & { readonly version: string }) | { readonly id: null });

/** Who and what the rows speak of: one statement for all, and two for the people among them whom we know. */
export async function lookUpSettlements(
  tx: CopyTransaction,
  crypto: CryptoProvider,
  rows: readonly HashedSettlement[],
  { agencyCode }: FeedFile,
): Promise<SettlementLookUp> {
  await tx.stage(
    'stage_settlement_key',
    { settlement_id: 'text', visit_id: 'text', resident_id: 'text', resident_id_index: 'bytea' },
    rows.map(({ said, index }) => [said.settlementId, said.visitId, said.residentId, index ?? null]),
  );
  const { rows: found } = await tx.query(
    `SELECT k.visit_id AS "keyVisit", k.resident_id AS "residentId", p.id AS "bearerId",
            c.found IS NOT NULL AS "withClaims", m.xmin::text AS version,
            m.id, m.agency_code AS "agencyCode", m.settlement_id AS "settlementId", m.visit_id AS "visitId",
            m.person_id AS "personId", m.status, m.result, m.detail_sealed AS "detailSealed", m.settled_at AS "settledAt",
            m.received_at AS "receivedAt", m.reversed_at AS "reversedAt", m.case_id AS "caseId",
            m.feed_file_id AS "feedFileId", m.settled_row AS "settledRow", m.reversed_row AS "reversedRow"
       FROM stage_settlement_key k
       -- Each by itself and limited: while the table has no statistics, as in the first file, the planner would otherwise
       -- read all of it for each row.
       LEFT JOIN LATERAL (
         SELECT s.*, s.xmin FROM medical_settlement s
          WHERE s.agency_code = $1 AND s.settlement_id = k.settlement_id LIMIT 1) m ON true
       LEFT JOIN person p ON p.resident_id_index = k.resident_id_index
       LEFT JOIN LATERAL (
         SELECT true AS found FROM medical_settlement o
          WHERE o.visit_id = k.visit_id AND o.agency_code || '' = $1
            AND (o.case_id IS NOT NULL OR o.feed_file_id IS NOT NULL OR o.result = ANY ($2)) LIMIT 1) c ON true
      WHERE m.id IS NOT NULL OR p.id IS NOT NULL OR c.found`,
    [agencyCode, DUE_RESULTS],
  );
  const known = new Map<string, MedicalSettlement>();
  const versions = new Map<string, string>();
  const visitsWithClaims = new Set<string>();
  const numbers = new Map<string, string>();
  // The driver types columns as unknown; FoundRow names those of the statement above.
  for (const row of found as unknown as readonly FoundRow[]) {
    if (row.withClaims) visitsWithClaims.add(row.keyVisit);
    if (row.bearerId !== null) numbers.set(row.residentId, row.bearerId);
    if (row.id === null || versions.has(row.id)) continue;
    const settlement = openSettlement(row, crypto);
    known.set(settlement.settlementId, settlement);
    versions.set(settlement.id, row.version);
  }
  return { known, versions, visitsWithClaims, bearers: await findBearers(tx, crypto, numbers) };
}

/** By the number as it was written. Names are sealed and so are compared here, of the few whom we know. */
async function findBearers(
  { connection }: CopyTransaction,
  crypto: CryptoProvider,
  numbers: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, Bearer>> {
  const ids = [...new Set(numbers.values())];
  if (ids.length === 0) return new Map();
  const people = await connection.person.findMany({ where: { id: { in: ids } }, select: PERSON_COLUMNS });
  const enrolments = await connection.mutualAidEnrolment.findMany({ where: { personId: { in: ids } } });
  const ofPerson = Map.groupBy(enrolments.map(toEnrolment), ({ personId }) => personId);
  const byId = new Map(
    people.map((row) => [row.id, { person: openPerson(row, crypto), enrolments: ofPerson.get(row.id) ?? [] }]),
  );
  return new Map(
    [...numbers].flatMap(([number, id]) => {
      const bearer = byId.get(id);
      return bearer ? [[number, bearer] as const] : [];
    }),
  );
}
