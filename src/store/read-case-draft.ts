import type { CaseDraft } from '#domain/cases/case-draft.ts';
import type { CatalogueStore } from '#domain/catalogue/catalogue-stores.ts';
import { Prisma } from '#generated/prisma/client.ts';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';
import { CASE_COLUMNS, DEADLINE_COLUMNS, EFFECT_COLUMNS, REFERRAL_COLUMNS } from '#store/case-columns.ts';
import { toCase, toDeadline, toEffect, toReferral } from '#store/case-rows.ts';
import type { Connection } from '#store/database.ts';
import { type JsonRow, readJsonRow } from '#store/json-rows.ts';
import { PREPARED } from '#store/prepared.ts';

interface ReadCase {
  readonly case: JsonRow;
  readonly referrals: readonly JsonRow[];
  readonly effects: readonly JsonRow[];
  readonly deadlines: readonly JsonRow[];
  readonly lastSequence: number;
}

/**
 * A case with everything of it, as of one moment, in one statement. With `lockEffects` no attempt is claimed until the
 * transaction ends, so that the draft may cancel what it holds.
 */
export async function readCaseDraft(
  db: Connection,
  caseId: string,
  { lockEffects }: { readonly lockEffects: boolean },
  crypto: CryptoProvider,
  catalogue: CatalogueStore,
): Promise<CaseDraft | undefined> {
  const lock = lockEffects ? Prisma.sql`FOR UPDATE` : Prisma.empty;
  const rows = await db.$queryRaw<{ draft: string }[]>`
    ${PREPARED} WITH held AS MATERIALIZED (
      SELECT * FROM effect WHERE referral_id IN (SELECT id FROM referral WHERE case_id = ${caseId}::uuid)
       ORDER BY id ${lock})
    SELECT json_build_object(
             'case', row_to_json(c),
             'referrals', (SELECT json_agg(r ORDER BY r.id) FROM referral r WHERE r.case_id = c.id),
             'effects', (SELECT json_agg(h) FROM held h),
             'deadlines', (SELECT json_agg(d ORDER BY d.id) FROM deadline d WHERE d.case_id = c.id),
             'lastSequence', (SELECT max(sequence) FROM case_event e WHERE e.case_id = c.id))::text AS draft
      FROM "case" c WHERE c.id = ${caseId}::uuid`;
  if (!rows[0]) return undefined;
  const read = JSON.parse(rows[0].draft) as { [Key in keyof ReadCase]: ReadCase[Key] | null };
  const row = readJsonRow(CASE_COLUMNS, read.case ?? {});
  const version = await catalogue.find(row.serviceItemVersionId);
  if (!version) throw new RangeError(`case ${caseId} was accepted under a version that is not stored`);
  return {
    item: version.item,
    case: toCase(row, crypto),
    referrals: (read.referrals ?? []).map((referral) => toReferral(readJsonRow(REFERRAL_COLUMNS, referral), crypto)),
    effects: (read.effects ?? []).map((effect) => toEffect(readJsonRow(EFFECT_COLUMNS, effect), crypto)),
    deadlines: (read.deadlines ?? []).map((deadline) => toDeadline(readJsonRow(DEADLINE_COLUMNS, deadline), crypto)),
    events: [],
    nextSequence: (read.lastSequence ?? 0) + 1,
  };
}
