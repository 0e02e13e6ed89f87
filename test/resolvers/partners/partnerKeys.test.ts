import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buildTestApp, type TestApp } from '../../support/build-test-app.ts';
import { changeKey, keyOf, keysOf, TRIAL } from '../../usecases/partners/support/partner-keys.ts';

let house: TestApp;

beforeAll(async () => {
  house = await buildTestApp({ now: new Date() });
});

afterEach(async () => {
  await house.app.database.prisma.partnerKey.deleteMany();
});

afterAll(() => house.close());

const find = (secret: string) => house.app.dependencies.stores.partnerKeys.findBySecret(secret);
const daysUntil = (text: string): number => Math.round((new Date(text).getTime() - Date.now()) / 86_400_000);

describe('createPartnerKey', () => {
  it('shows the secret once, and never stores it', async () => {
    const input = { idempotencyKey: randomUUID(), ...TRIAL };

    const first = await changeKey(house, 'court', 'createPartnerKey', input);
    const again = await changeKey(house, 'court', 'createPartnerKey', input);

    expect(first.secret).toMatch(/^od_test_[0-9A-Za-z]{49}$/);
    expect(first).toMatchObject({ replayed: false, key: { state: 'ACTIVE', kind: 'TEST', agency: { code: 'court' } } });
    expect(again).toMatchObject({ replayed: true, secret: null, key: { id: first.key.id } });
    expect(first.key.secrets).toMatchObject([{ ending: first.secret.slice(-4), expiresAt: null }]);
    const rows = await house.app.database.prisma.partnerKeySecret.findMany();
    const keys = await house.app.database.prisma.idempotencyKey.findMany();
    const stored =
      rows.map(({ digest }) => Buffer.from(digest).toString('latin1')).join() + JSON.stringify([rows, keys]);
    expect(rows).toHaveLength(1);
    expect(stored).not.toContain(first.secret.slice('od_test_'.length));
    expect(await find(first.secret)).toMatchObject({ agencyCode: 'court', revoked: false });
  });

  it('refuses the same idempotency key for another key', async () => {
    const idempotencyKey = randomUUID();
    await changeKey(house, 'court', 'createPartnerKey', { idempotencyKey, ...TRIAL });

    const other = await changeKey(house, 'court', 'createPartnerKey', { idempotencyKey, ...TRIAL, name: '另一个' });

    expect(other.userErrors).toMatchObject([{ code: 'IDEMPOTENCY_KEY_REUSED' }]);
  });

  it('gives an engineer’s key to the engineer, with their roles and for 90 days', async () => {
    const { key } = await changeKey(house, 'court', 'createPartnerKey', { ...TRIAL, kind: 'TEAM' });

    expect(key).toMatchObject({
      kind: 'TEAM',
      holder: 'persona:court',
      divisionCode: '990101',
      roles: ['COURT_FILING', 'COURT_MEDIATION', 'JUDICIAL_CONFIRMATION'],
    });
    expect(daysUntil(key.expiresAt)).toBe(90);
  });

  it.each<[string, 'court' | 'operator', Record<string, unknown>, string, string]>([
    [
      'a LIVE key in a demonstration',
      'operator',
      { kind: 'LIVE', agencyCode: 'court' },
      'PARTNER_KEY_KIND_REFUSED',
      'kind',
    ],
    ['no name', 'court', { name: '  ' }, 'PARTNER_KEY_NAME_INVALID', 'name'],
    ['a name of two lines', 'court', { name: 'a\nb' }, 'PARTNER_KEY_NAME_INVALID', 'name'],
    ['a name without end', 'court', { name: '名'.repeat(101) }, 'PARTNER_KEY_NAME_INVALID', 'name'],
    ['no day of life', 'court', { lifeDays: 0 }, 'PARTNER_KEY_LIFE_INVALID', 'lifeDays'],
    [
      'a life of 91 days for an engineer',
      'court',
      { kind: 'TEAM', lifeDays: 91 },
      'PARTNER_KEY_LIFE_INVALID',
      'lifeDays',
    ],
    ['a life of 366 days', 'court', { lifeDays: 366 }, 'PARTNER_KEY_LIFE_INVALID', 'lifeDays'],
    ['no scope', 'court', { scopes: [] }, 'PARTNER_KEY_RIGHTS_REFUSED', 'scopes'],
    ['no role', 'court', { roles: [] }, 'PARTNER_KEY_RIGHTS_REFUSED', 'roles'],
    [
      'a role of another agency',
      'court',
      { roles: ['COURT_FILING', 'LEGAL_AID'] },
      'PARTNER_KEY_RIGHTS_REFUSED',
      'roles',
    ],
    ['another division', 'court', { divisionCode: '990100' }, 'PARTNER_KEY_RIGHTS_REFUSED', 'divisionCode'],
    ['another agency', 'court', { agencyCode: 'hr-bureau' }, 'NOT_FOUND', 'agencyCode'],
    ['an agency nobody knows', 'operator', { agencyCode: 'nobody' }, 'NOT_FOUND', 'agencyCode'],
    [
      'a division that is none',
      'operator',
      { agencyCode: 'court', roles: ['COURT_FILING'], divisionCode: '99' },
      'DIVISION_INVALID',
      'divisionCode',
    ],
    ['scopes without an agency', 'operator', {}, 'PARTNER_KEY_RIGHTS_REFUSED', 'agencyCode'],
    [
      'an engineer’s key of nobody',
      'operator',
      { kind: 'TEAM', agencyCode: 'court', roles: ['COURT_FILING'] },
      'PARTNER_KEY_HOLDER_REQUIRED',
      'holder',
    ],
  ])('refuses %s', async (_kind, as, differs, code, field) => {
    const { userErrors } = await changeKey(house, as, 'createPartnerKey', { ...TRIAL, ...differs });

    expect(userErrors).toMatchObject([{ code, path: [field] }]);
    expect(await house.app.database.prisma.partnerKey.count()).toBe(0);
  });

  it('makes twenty for an agency and no more, also when all are asked for at once', async () => {
    const asked = await Promise.all(
      Array.from({ length: 23 }, () => changeKey(house, 'court', 'createPartnerKey', TRIAL)),
    );

    expect(asked.filter(({ userErrors }) => userErrors.length === 0)).toHaveLength(20);
    expect(new Set(asked.flatMap(({ userErrors }) => userErrors.map(({ code }) => code)))).toEqual(
      new Set(['PARTNER_KEYS_FULL']),
    );
    const [first] = asked.flatMap(({ key }) => key?.id ?? []);
    await changeKey(house, 'court', 'revokePartnerKey', { keyId: first, reason: 'NO_LONGER_NEEDED' });
    expect((await changeKey(house, 'court', 'createPartnerKey', TRIAL)).userErrors).toEqual([]);
  });

  it('makes LIVE keys by an operator alone, and no TEST keys, in production', async () => {
    const { dependencies } = house.app;
    const { createPartnerKey } = await import('#usecases/partners/create-partner-key.ts');
    const { makeViewer, actingFor } = await import('../../domain/access/viewers.ts');
    const production = { ...dependencies, production: true };
    const court = makeViewer('AGENCY', actingFor('court', 'COURT_FILING'));
    const ask = (kind: 'TEST' | 'TEAM' | 'LIVE', viewer = makeViewer('OPERATOR')) =>
      createPartnerKey(production, viewer, {
        idempotencyKey: randomUUID(),
        kind,
        name: '正式',
        agencyCode: 'court',
        roles: ['COURT_FILING'],
        scopes: ['CASES_READ'],
      });

    expect((await ask('LIVE')).result.secret).toMatch(/^od_live_/);
    expect((await ask('TEAM', court)).result.secret).toMatch(/^od_team_/);
    await expect(ask('LIVE', court)).rejects.toThrow('PARTNER_KEY_KIND_REFUSED');
    await expect(ask('TEST')).rejects.toThrow('PARTNER_KEY_KIND_REFUSED');
  });
});

describe('rotatePartnerKey', () => {
  it('lets the old secret go on for the grace, and a third ends the first at once', async () => {
    const { key, secret } = await changeKey(house, 'court', 'createPartnerKey', { ...TRIAL, lifeDays: 30 });
    await house.app.database.prisma.partnerKey.updateMany({ data: { expiresAt: new Date(Date.now() + 86_400_000) } });

    const second = await changeKey(house, 'court', 'rotatePartnerKey', { keyId: key.id });
    const both = [await find(secret), await find(second.secret)];
    const third = await changeKey(house, 'court', 'rotatePartnerKey', { keyId: key.id, graceHours: 1 });

    expect(second.secret).not.toBe(secret);
    expect(second.key).toMatchObject({ id: key.id, state: 'ACTIVE' });
    expect(daysUntil(second.key.expiresAt)).toBe(30);
    expect(Math.round((both[0]?.remainingMs ?? 0) / 3_600_000)).toBe(24);
    expect(Math.round((both[1]?.remainingMs ?? 0) / 86_400_000)).toBe(30);
    expect((await find(secret))?.remainingMs).toBeLessThanOrEqual(0);
    expect(Math.round(((await find(second.secret))?.remainingMs ?? 0) / 3_600_000)).toBe(1);
    expect(third.key.secrets.map(({ ending }) => ending)).toEqual([third.secret.slice(-4), second.secret.slice(-4)]);
  });

  it('ends what has leaked at once', async () => {
    const { key, secret } = await changeKey(house, 'court', 'createPartnerKey', TRIAL);

    await changeKey(house, 'court', 'rotatePartnerKey', { keyId: key.id, graceHours: 0 });

    expect((await find(secret))?.remainingMs).toBeLessThanOrEqual(0);
  });

  it.each([-1, 73])('has no grace of %i hours', async (graceHours) => {
    const { key } = await changeKey(house, 'court', 'createPartnerKey', TRIAL);

    const { userErrors } = await changeKey(house, 'court', 'rotatePartnerKey', { keyId: key.id, graceHours });

    expect(userErrors).toMatchObject([{ code: 'CHOICE_INVALID', path: ['graceHours'] }]);
  });

  it('brings back neither what was revoked nor what has expired', async () => {
    const revoked = await changeKey(house, 'court', 'createPartnerKey', TRIAL);
    await changeKey(house, 'court', 'revokePartnerKey', { keyId: revoked.key.id, reason: 'LEAKED' });
    const expired = await changeKey(house, 'court', 'createPartnerKey', TRIAL);
    await house.app.database.prisma.partnerKey.updateMany({
      where: { revokedAt: null },
      data: { expiresAt: new Date(Date.now() - 1_000) },
    });

    for (const { key } of [revoked, expired])
      expect((await changeKey(house, 'court', 'rotatePartnerKey', { keyId: key.id })).userErrors).toMatchObject([
        { code: 'TRANSITION_REFUSED' },
      ]);
  });
});

describe('revokePartnerKey', () => {
  it('ends the key with all its secrets, once', async () => {
    const { key, secret } = await changeKey(house, 'court', 'createPartnerKey', TRIAL);
    const { secret: second } = await changeKey(house, 'court', 'rotatePartnerKey', { keyId: key.id });
    const input = { idempotencyKey: randomUUID(), keyId: key.id, reason: 'LEAKED' };

    const revoked = await changeKey(house, 'court', 'revokePartnerKey', input);
    const repeated = await changeKey(house, 'court', 'revokePartnerKey', input);
    const again = await changeKey(house, 'court', 'revokePartnerKey', { keyId: key.id, reason: 'OTHER' });

    expect(revoked).toMatchObject({ replayed: false, key: { state: 'REVOKED', revocation: 'LEAKED' } });
    expect(repeated).toMatchObject({ replayed: true, userErrors: [] });
    expect(again.userErrors).toMatchObject([{ code: 'TRANSITION_REFUSED' }]);
    expect(await find(secret)).toMatchObject({ revoked: true });
    expect(await find(second)).toMatchObject({ revoked: true });
    expect(await keysOf(house, 'court', '(live: true)')).toEqual([]);
    expect(await keysOf(house, 'court', '(live: false)')).toMatchObject([{ id: key.id }]);
  });
});

describe('a use of a key', () => {
  it('is written down once a minute', async () => {
    const { prisma } = house.app.database;
    const { partnerKeys } = house.app.dependencies.stores;
    const { key, secret } = await changeKey(house, 'court', 'createPartnerKey', TRIAL);
    const first = await find(secret);
    await partnerKeys.markUsed(first?.secretId ?? '');
    const written = (await keyOf(house, 'court', key.id))?.lastUsedAt;

    await partnerKeys.markUsed(first?.secretId ?? '');

    expect(first?.markDue).toBe(true);
    expect((await find(secret))?.markDue).toBe(false);
    expect(written).not.toBeNull();
    expect((await keyOf(house, 'court', key.id))?.lastUsedAt).toBe(written);
    await prisma.$executeRaw`UPDATE partner_key_secret SET last_used_at = last_used_at - interval '61 seconds'`;
    expect((await find(secret))?.markDue).toBe(true);
  });
});
