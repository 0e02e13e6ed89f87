import type { PartnerKeyScope } from '#domain/access/key-scopes.ts';
import type { PartnerScope } from '#domain/access/partner-scope.ts';
import { AGENCY_ROLES, type AgencyCode, type AgencyRole } from '#domain/agencies/agency-code.ts';
import { EMPTY_PAGE } from '#domain/page.ts';
import type { KeySurvey, NewPartnerKeySecret, PartnerKeyStore } from '#domain/partners/partner-key-stores.ts';
import type { PartnerKey, PartnerKeyKind, PartnerKeyRevocation } from '#domain/partners/partner-key.ts';
import type { PartnerKey as KeyRow, PartnerKeySecret as SecretRow, Prisma } from '#generated/prisma/client.ts';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';
import type { Connection } from '#store/database.ts';
import { readPage } from '#store/paging.ts';
import { wakeUp } from '#store/wake-up.ts';

const ENDING_CHARACTERS = 4;

/** Keys of partners. A secret is kept as its HMAC alone: who reads the table can neither use one nor try candidates. */
export function createPartnerKeyStore(db: Connection, crypto: CryptoProvider): PartnerKeyStore {
  const digestOf = (secret: string): Uint8Array<ArrayBuffer> => crypto.blindIndex(secret, 'partner_key_secret.digest');
  const live = () => ({
    secrets: {
      where: { OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }] },
      orderBy: { id: 'desc' as const },
    },
  });

  async function insertSecret(keyId: string, { id, secret, by }: NewPartnerKeySecret): Promise<void> {
    const ending = secret.slice(-ENDING_CHARACTERS);
    await db.partnerKeySecret.create({ data: { id, keyId, digest: digestOf(secret), ending, createdBy: by } });
  }

  return {
    async insert({ agencyCode, roles, scopes, holder, lifeDays, secret, ...columns }) {
      await db.partnerKey.create({
        data: {
          ...columns,
          agencyCode: agencyCode ?? null,
          roles: [...roles],
          scopes: [...scopes],
          holder: holder ?? null,
          lifeDays,
          createdBy: secret.by,
          expiresAt: new Date(),
        },
      });
      await renew(db, columns.id);
      await insertSecret(columns.id, secret);
    },
    async countLive(agencyCode) {
      // Two at once would both find room for one more.
      await db.$queryRaw`SELECT 1 FROM agency WHERE code = ${agencyCode} FOR UPDATE`;
      return db.partnerKey.count({ where: { agencyCode, revokedAt: null, expiresAt: { gt: new Date() } } });
    },
    async find(scope, id) {
      const where = keyScope(scope);
      const row = where && (await db.partnerKey.findFirst({ where: { AND: [where, { id }] }, include: live() }));
      return row ? toKey(row) : undefined;
    },
    async list(scope, { agencyCode, kind, live: wanted }, page) {
      const visible = keyScope(scope);
      if (!visible) return EMPTY_PAGE;
      const ended: Prisma.PartnerKeyWhereInput = {
        OR: [{ revokedAt: { not: null } }, { expiresAt: { lte: new Date() } }],
      };
      const where: Prisma.PartnerKeyWhereInput = {
        AND: [
          visible,
          { ...(agencyCode !== undefined && { agencyCode }), ...(kind && { kind: { in: [...kind] } }) },
          ...(wanted === undefined ? [] : [wanted ? { NOT: ended } : ended]),
        ],
      };
      return readPage(
        page,
        ({ take, orderBy, cursorId }) =>
          db.partnerKey.findMany({
            where: cursorId ? { AND: [where, { id: { lt: cursorId } }] } : where,
            take,
            orderBy,
            include: live(),
          }),
        (cap) => db.partnerKey.count({ where, take: cap }),
        toKey,
      );
    },
    async rotate(id, secret, graceHours) {
      await db.$executeRaw`
        UPDATE partner_key_secret s
           SET expires_at = LEAST(s.expires_at, now() + make_interval(hours =>
                 CASE WHEN s.id = (SELECT id FROM partner_key_secret WHERE key_id = s.key_id ORDER BY id DESC LIMIT 1)
                      THEN ${graceHours}::int ELSE 0 END))
         WHERE s.key_id = ${id}::uuid`;
      await renew(db, id);
      await insertSecret(id, secret);
      await wakeUp(db, 'partnerKeys');
    },
    async revoke(id, reason, by) {
      await db.$executeRaw`
        UPDATE partner_key SET revoked_at = now(), revocation = ${reason}, revoked_by = ${by}
         WHERE id = ${id}::uuid AND revoked_at IS NULL`;
      await wakeUp(db, 'partnerKeys');
    },
    async findBySecret(secret) {
      const rows = await db.$queryRaw<PresentedRow[]>`
        SELECT k.id, s.id AS "secretId", k.kind, k.name, k.agency_code AS "agencyCode", k.roles, k.scopes,
               k.division_code AS "divisionCode", k.revoked_at IS NOT NULL AS revoked,
               (extract(epoch FROM LEAST(k.expires_at, s.expires_at) - now()) * 1000)::float8 AS "remainingMs",
               (s.last_used_at IS NULL OR s.last_used_at < now() - interval '1 minute') AS "markDue"
          FROM partner_key_secret s JOIN partner_key k ON k.id = s.key_id
         WHERE s.digest = ${digestOf(secret)}`;
      const [row] = rows;
      return row && { ...row, agencyCode: row.agencyCode ?? undefined };
    },
    async markUsed(secretId) {
      await db.$executeRaw`
        UPDATE partner_key_secret SET last_used_at = now()
         WHERE id = ${secretId}::uuid AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')`;
    },
    async survey(days) {
      const endingSoon = await db.$queryRaw<KeySurvey['endingSoon'][number][]>`
        SELECT name, agency_code AS "agencyCode", floor(extract(epoch FROM expires_at - now()) / 86400)::int AS days
          FROM partner_key
         WHERE revoked_at IS NULL AND expires_at > now() AND expires_at < now() + make_interval(days => ${days}::int)
         ORDER BY expires_at LIMIT 20`;
      const kinds = await db.$queryRaw<{ kind: PartnerKeyKind; count: number }[]>`
        SELECT kind, count(*)::int AS count FROM partner_key
         WHERE revoked_at IS NULL AND expires_at > now() GROUP BY 1`;
      return { endingSoon, live: Object.fromEntries(kinds.map(({ kind, count }) => [kind, count])) };
    },
  };
}

type PresentedRow = Awaited<ReturnType<PartnerKeyStore['findBySecret']>> & { readonly agencyCode: AgencyCode | null };

async function renew(db: Connection, id: string): Promise<void> {
  await db.$executeRaw`
    UPDATE partner_key SET expires_at = now() + make_interval(days => life_days) WHERE id = ${id}::uuid`;
}

/** An engineer sees no key that acts in a role of the agency which is not theirs: with its secret they would gain it. */
function keyScope(scope: PartnerScope): Prisma.PartnerKeyWhereInput | null {
  switch (scope.kind) {
    case 'ALL':
      return {};
    case 'AGENCY': {
      const others = AGENCY_ROLES.filter((role) => !scope.roles.includes(role));
      return { agencyCode: scope.agencyCode, NOT: { roles: { hasSome: others } } };
    }
    case 'NOTHING':
      return null;
  }
}

function toKey(row: KeyRow & { readonly secrets: readonly SecretRow[] }): PartnerKey {
  const uses = row.secrets.flatMap(({ lastUsedAt }) => (lastUsedAt ? [lastUsedAt.getTime()] : []));
  return {
    id: row.id,
    kind: row.kind as PartnerKeyKind,
    state: row.revokedAt ? 'REVOKED' : row.expiresAt.getTime() <= Date.now() ? 'EXPIRED' : 'ACTIVE',
    name: row.name,
    agencyCode: (row.agencyCode ?? undefined) as AgencyCode | undefined,
    roles: row.roles as AgencyRole[],
    scopes: row.scopes as PartnerKeyScope[],
    divisionCode: row.divisionCode,
    holder: row.holder ?? undefined,
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
    lastUsedAt: uses.length === 0 ? undefined : new Date(Math.max(...uses)),
    revokedAt: row.revokedAt ?? undefined,
    revocation: (row.revocation ?? undefined) as PartnerKeyRevocation | undefined,
    secrets: row.secrets.map(({ ending, createdAt, expiresAt, lastUsedAt }) => ({
      ending,
      createdAt,
      expiresAt: expiresAt ?? undefined,
      lastUsedAt: lastUsedAt ?? undefined,
    })),
  };
}
