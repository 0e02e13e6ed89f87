import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Keys, openKeys, WrongKeysError } from '#app/keys/open-keys.ts';
import type { SealingKeys } from '#app/secrets.ts';
import { NoSealingKeyError } from '#platform/crypto/key-ring.ts';
import { createLogger } from '#platform/logger.ts';
import { type Database, openDatabase } from '#store/database.ts';
import { createDataKeyStore } from '#store/keys/data-key-store.ts';
import { listen } from '#store/listen.ts';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../../support/test-database.ts';

const NUMBER = '990101198603120018';
const k1 = randomBytes(32);
const k2 = randomBytes(32);
const settings = (more: Partial<SealingKeys> = {}): SealingKeys => ({
  active: 'k1',
  keys: new Map([['k1', k1]]),
  indexKey: k2,
  suite: 'AES',
  ...more,
});
const log = createLogger('silent', 'test');
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

let testDatabase: TestDatabase;
let db: Database;
let opened: Keys[];

beforeEach(async () => {
  testDatabase = await createTestDatabase();
  db = openDatabase(testDatabase.url, 6, () => {});
  opened = [];
});
afterEach(async () => {
  for (const keys of opened) await keys.close();
  await db.close();
  await testDatabase.drop();
});

async function open(sealing = settings(), duty: 'KEEP' | 'LOOK' = 'KEEP'): Promise<Keys> {
  const keys = await openKeys(db, sealing, { duty, log });
  opened.push(keys);
  return keys;
}

const count = async (): Promise<number> => db.prisma.dataKey.count();
const newKey = (keys: Keys, sealsAfterSeconds = 0): Promise<string | undefined> =>
  db.prisma.$transaction((tx) => createDataKeyStore(tx, keys.making).create({ by: 'test', sealsAfterSeconds }));

describe('the keys of a process', () => {
  it('are made by the first one in an empty database, once however many start at the same moment', async () => {
    const processes = await Promise.all(Array.from({ length: 5 }, () => open()));

    expect(await count()).toBe(1);
    const sealed = processes[0]!.crypto.seal(NUMBER, 'p');
    expect(processes.map(({ crypto }) => crypto.openText(sealed, 'p'))).toEqual(Array(5).fill(NUMBER));
  });

  it('lie in the database wrapped, and never in the clear', async () => {
    const keys = await open();
    const [row] = await db.prisma.dataKey.findMany();

    const bytes = keys.making.wrapping.unwrap(row!.wrapped!, row!.id);

    expect(Buffer.from(row!.wrapped!).includes(Buffer.from(bytes))).toBe(false);
    expect(row).toMatchObject({ algorithm: 'AES', wrappingKeyId: 'k1', createdBy: 'system' });
  });

  it('know a new one before it seals, and what it seals opens in a process that has looked meanwhile', async () => {
    const [one, other] = [await open(), await open()];
    const id = await newKey(one, 30);
    await other.refresh();
    const before = one.crypto.seal(NUMBER, 'p');
    await db.prisma.$executeRaw`UPDATE data_key SET seals_from = now() WHERE id = ${id}`;
    await one.refresh();

    const after = one.crypto.seal(NUMBER, 'p');

    expect(Buffer.from(before).includes(id ?? '')).toBe(false);
    expect(Buffer.from(after).includes(id ?? '')).toBe(true);
    expect(other.crypto.openText(after, 'p')).toBe(NUMBER);
  });

  it('are heard of by every process at once when one is made', async () => {
    const keys = await open();
    const heard = vi.fn();
    const listening = await listen(
      testDatabase.url,
      ['keys'],
      heard,
      () => {},
      () => {},
    );

    await newKey(keys, 30);

    await vi.waitFor(() => expect(heard).toHaveBeenCalledOnce());
    await listening.stop();
  });

  it('are refused when the secret file lacks a wrapping key, naming the data key', async () => {
    await open();
    const [row] = await db.prisma.dataKey.findMany();
    const without = settings({ active: 'k2', keys: new Map([['k2', k2]]) });

    await expect(open(without)).rejects.toThrow(WrongKeysError);
    await expect(open(without)).rejects.toThrow(row!.id);
  });

  it('are refused with another index key, since people would be registered twice', async () => {
    await open();

    await expect(open(settings({ indexKey: randomBytes(32) }))).rejects.toThrow('indexKey');
  });

  it('open with a new wrapping key alone once they were put under it', async () => {
    const before = await open();
    const sealed = before.crypto.seal(NUMBER, 'p');
    const both = await open(
      settings({
        active: 'k2',
        keys: new Map([
          ['k1', k1],
          ['k2', k2],
        ]),
      }),
    );
    const store = createDataKeyStore(db.prisma, both.making);
    await newKey(both);

    expect(await store.rewrap()).toBe(1);
    expect(await store.rewrap()).toBe(0);

    const after = await open(settings({ active: 'k2', keys: new Map([['k2', k2]]) }));
    expect(after.crypto.openText(sealed, 'p')).toBe(NUMBER);
  });

  it('seal with SM4 after a change of the suite, open what AES has sealed, and find people by the hash they were filed under', async () => {
    const aes = await open();
    const sealed = aes.crypto.seal(NUMBER, 'p');
    const sm = await open(settings({ suite: 'SM' }));
    await newKey(sm);
    await sm.refresh();
    await aes.refresh();

    const anew = sm.crypto.seal(NUMBER, 'p');

    expect([sealed[0], anew[0]]).toEqual([2, 3]);
    expect(sm.crypto.openText(sealed, 'p')).toBe(NUMBER);
    expect(aes.crypto.openText(anew, 'p')).toBe(NUMBER);
    expect(hex(sm.crypto.blindIndex(NUMBER, 'c'))).toBe(hex(aes.crypto.blindIndex(NUMBER, 'c')));
  });

  it('index with HMAC-SM3 in a database that was begun with SM', async () => {
    const sm = await open(settings({ suite: 'SM' }));
    const later = await open(settings({ suite: 'AES' }));

    expect(hex(sm.crypto.blindIndex(NUMBER, 'c'))).toBe(hex(later.crypto.blindIndex(NUMBER, 'c')));
    expect(hex(sm.crypto.blindIndex(NUMBER, 'c'))).toBe(hex(sm.making.index.with('SM', NUMBER, 'c')));
  });

  it('index people as before in a database that has some and no data key yet', async () => {
    const { nameSealed, nameIndex } = { nameSealed: new Uint8Array([1]), nameIndex: new Uint8Array([1]) };
    await db.prisma.division.create({ data: { code: '990101', nameZh: '榕', nameEn: 'R' } });
    await db.prisma.person.create({
      data: {
        id: '01990000-0000-7000-8000-00000000000a',
        nameSealed,
        nameIndex,
        residentIdSealed: nameSealed,
        residentIdIndex: nameIndex,
        sex: 'FEMALE',
        divisionCode: '990101',
        createdAt: new Date(),
        updatedAt: new Date(),
      },
    });

    const sm = await open(settings({ suite: 'SM' }));

    expect(hex(sm.crypto.blindIndex(NUMBER, 'c'))).toBe(hex(sm.making.index.with('AES', NUMBER, 'c')));
  });

  it('are only looked at by whoever looks: nothing is made, nothing refused', async () => {
    const keys = await open(settings(), 'LOOK');
    await open();
    const wrong = await open(settings({ indexKey: k1, active: 'k2', keys: new Map([['k2', k2]]) }), 'LOOK');

    expect(keys.faults()).toMatchObject({ isEmpty: true });
    expect(() => keys.crypto.seal(NUMBER, 'p')).toThrow(NoSealingKeyError);
    expect(wrong.faults()).toMatchObject({ isOtherIndex: true, unopened: [expect.any(String)] });
  });

  it('are read later where the database has no tables yet', async () => {
    const empty = await createEmptyDatabase();
    const bare = openDatabase(empty.url, 2, () => {});

    const keys = await openKeys(bare, settings(), { duty: 'KEEP', log });

    expect(keys.faults()).toBeUndefined();
    expect(() => keys.crypto.seal(NUMBER, 'p')).toThrow(NoSealingKeyError);
    await keys.close();
    await bare.close();
    await empty.drop();
  });
});
