import { afterEach, describe, expect, it } from 'vitest';
import type { App } from '#app/create-app.ts';
import { demoSecrets } from '#app/secrets.ts';
import { createAesGcmCipher } from '#platform/crypto/aes-gcm-cipher.ts';
import { sealedHeader } from '#platform/crypto/sealed-header.ts';
import { SEALED_TABLES } from '#store/keys/sealed-columns.ts';
import { continueKeyRotation } from '#usecases/keys/continue-key-rotation.ts';
import { destroyKey, retireKey } from '#usecases/keys/retire-key.ts';
import { rotateKeys } from '#usecases/keys/rotate-keys.ts';
import { fakeAgency } from '../support/fake-agency.ts';
import { openStage, type Stage } from '../support/stage.ts';
import { fillSealedColumns, readFilled } from './support/fill-sealed-columns.ts';
import { beginRotation, finishRotation, letLeasePass, sealingKey } from './support/key-house.ts';

const SMALL = { pageSize: 3, pagesPerTurn: 4 };
const ROWS = 7;
const ALL_COLUMNS = SEALED_TABLES.flatMap(({ table, columns }) => columns.map((column) => `${table}.${column}`));

let stage: Stage;
afterEach(() => stage.close());

async function open(): Promise<App> {
  stage = await openStage([fakeAgency()]);
  return stage.app;
}

/** Every key that any value names. */
async function namedKeys(app: App): Promise<string[]> {
  const counts = await app.dependencies.stores.sealedColumns.countByKey();
  return [...new Set(counts.map(({ key }) => `${key.kind} ${key.id}`))].toSorted();
}

describe('a rotation of keys', () => {
  it('seals every value of every sealed column anew, and changes none', async () => {
    const app = await open();
    const filled = await fillSealedColumns(app, app.tools.crypto, ROWS);
    const before = await sealingKey(app);
    const texts = await readFilled(app, filled);

    const id = await beginRotation(app);
    await finishRotation(app, id, SMALL);

    const after = await sealingKey(app);
    expect(after).not.toBe(before);
    expect(texts).toEqual(filled.map(({ clear }) => clear));
    expect(await readFilled(app, filled)).toEqual(texts);
    expect(await namedKeys(app)).toEqual([`DATA_KEY ${after}`]);
    const rotation = await app.dependencies.stores.keyRotations.find(id);
    expect(rotation).toMatchObject({ place: { pass: 2, broken: 0 } });
    expect(rotation?.resealed).toBeGreaterThanOrEqual(ALL_COLUMNS.length * ROWS);
    expect(await app.dependencies.stores.sealedColumns.naming({ kind: 'DATA_KEY', id: before })).toEqual([]);
  });

  it('takes in what was sealed with the key of the secret file, before there were data keys', async () => {
    const app = await open();
    const { active, keys } = demoSecrets().sealing;
    const cipher = createAesGcmCipher(keys.get(active) ?? new Uint8Array());
    const ofBefore = {
      ...app.tools.crypto,
      seal: (clear: string | Uint8Array, place: string) => cipher.seal(clear, sealedHeader(1, active), place),
    };
    const filled = await fillSealedColumns(app, ofBefore, 2);
    expect(await namedKeys(app)).toContain(`FILE_KEY ${active}`);

    await finishRotation(app, await beginRotation(app));

    expect(await namedKeys(app)).toEqual([`DATA_KEY ${await sealingKey(app)}`]);
    expect(await readFilled(app, filled)).toEqual(filled.map(({ clear }) => clear));
  });

  it('goes on where it was when a process dies in the middle of a page, and no page before is read again', async () => {
    const app = await open();
    await fillSealedColumns(app, app.tools.crypto, ROWS);
    const id = await beginRotation(app);
    const dying = dyingAfter(app, 20);
    await expect(continueKeyRotation(dying.dependencies, id, { pageSize: 3, pagesPerTurn: 100 })).rejects.toThrow(
      'killed',
    );
    const other = await stage.secondApp();
    const kept = (await app.dependencies.stores.keyRotations.find(id))?.place;

    await continueKeyRotation(other.dependencies, id, SMALL);
    const whileHeld = (await app.dependencies.stores.keyRotations.find(id))?.place;
    await letLeasePass(app);
    const reading = dyingAfter(other, Infinity);
    await continueKeyRotation(reading.dependencies, id, SMALL);

    expect(dying.pages).toHaveLength(20);
    expect(whileHeld).toEqual(kept);
    expect(reading.pages[0]).toBe(dying.pages.at(-1));
    await finishRotation(other, id, SMALL);
    expect(await namedKeys(app)).toEqual([`DATA_KEY ${await sealingKey(app)}`]);
  });

  it('lets whoever was overtaken no longer move the place', async () => {
    const app = await open();
    await fillSealedColumns(app, app.tools.crypto, ROWS);
    const { keyRotations } = app.dependencies.stores;
    const id = await beginRotation(app);
    const late = await keyRotations.claim(id, 60);
    await letLeasePass(app);
    await continueKeyRotation(app.dependencies, id, SMALL);
    const place = (await keyRotations.find(id))?.place;

    const beginning = { pass: 1, lastKey: [], examined: 0, found: 0, broken: 0 };
    expect(await keyRotations.keepPlace(id, late?.fence ?? 0, beginning, 0, 60)).toBe(false);
    expect(await keyRotations.finish(id, late?.fence ?? 0, beginning)).toBe(false);
    await keyRotations.release(id, late?.fence ?? 0);

    expect((await keyRotations.find(id))?.place).toEqual(place);
  });

  it('waits for nobody: a row that somebody holds is looked at again in the next pass, and what they wrote stands', async () => {
    const app = await open();
    const filled = await fillSealedColumns(app, app.tools.crypto, ROWS);
    const held = filled.find(({ column }) => column === 'rating_comment_sealed')!;
    const id = await beginRotation(app);

    await app.database.prisma.$transaction(async (tx) => {
      const sealed = app.tools.crypto.seal('written meanwhile', held.place);
      await tx.case.update({ where: { id: held.key[0]! }, data: { ratingCommentSealed: sealed } });
      await continueKeyRotation(app.dependencies, id, { pageSize: 100, pagesPerTurn: SEALED_TABLES.length });
    });

    expect((await app.dependencies.stores.keyRotations.find(id))?.place.pass).toBe(2);
    await finishRotation(app, id);
    expect(await readFilled(app, [held])).toEqual(['written meanwhile']);
    expect(await namedKeys(app)).toEqual([`DATA_KEY ${await sealingKey(app)}`]);
  });

  it('leaves alone what does not open, counts it, comes to an end, and keeps its key', async () => {
    const app = await open();
    await fillSealedColumns(app, app.tools.crypto, 2);
    const before = await sealingKey(app);
    await app.database.prisma.$executeRaw`
      UPDATE "case" SET form_sealed = overlay(form_sealed PLACING '\\x00'::bytea FROM octet_length(form_sealed))`;

    const id = await beginRotation(app);
    await finishRotation(app, id);

    expect((await app.dependencies.stores.keyRotations.find(id))?.place.broken).toBe(2);
    expect(await retireKey(app.dependencies, before, 'test')).toEqual({
      end: 'STILL_NAMED',
      columns: ['case.form_sealed'],
    });
  });

  it('does not begin before every process seals with the new key, and is not begun twice', async () => {
    const app = await open();
    const { id } = await rotateKeys(app.dependencies, 'test');

    expect(await app.dependencies.stores.keyRotations.claim(id, 60)).toBeUndefined();
    expect(await app.system.offerDueKeyRotations(10, 0)).toEqual([]);
    expect(await rotateKeys(app.dependencies, 'test')).toMatchObject({ id, wasUnderWay: true });
    expect((await app.dependencies.stores.dataKeys.list()).map(({ state }) => state)).toEqual(['SEALING', 'WAITING']);
  });
});

describe('a key that nothing names', () => {
  it('is retired, still opens, and is destroyed only after an hour', async () => {
    const app = await open();
    const filled = await fillSealedColumns(app, app.tools.crypto, 1);
    const before = await sealingKey(app);
    const deps = app.dependencies;
    const early = await retireKey(deps, before, 'test');
    const forgotten = filled[0]!;
    const sealed = app.tools.crypto.seal(forgotten.clear, forgotten.place);
    await finishRotation(app, await beginRotation(app));

    expect(early).toEqual({ end: 'WRONG_STATE', state: 'SEALING' });
    expect(await destroyKey(deps, before, 'test')).toEqual({ end: 'WRONG_STATE', state: 'OPENING' });
    expect(await retireKey(deps, before, 'test')).toEqual({ end: 'RETIRED' });
    expect(await destroyKey(deps, before, 'test')).toEqual({ end: 'TOO_EARLY' });
    await app.keys.refresh();
    expect(app.tools.crypto.openText(sealed, forgotten.place)).toBe(forgotten.clear);
    await app.database.prisma.$executeRaw`
      UPDATE data_key SET retired_at = retired_at - interval '1 hour' WHERE retired_at IS NOT NULL`;

    expect(await destroyKey(deps, before, 'test')).toEqual({ end: 'DESTROYED' });

    await app.keys.refresh();
    expect(() => app.tools.crypto.openText(sealed, forgotten.place)).toThrow('cannot be opened');
    const [row] = await app.database.prisma.$queryRaw<[{ wrapped: null }]>`
      SELECT wrapped FROM data_key WHERE id = ${before}`;
    expect(row.wrapped).toBeNull();
    expect(await retireKey(deps, 'nothing', 'test')).toEqual({ end: 'UNKNOWN' });
  });
});

/** The same house whose process is killed when it begins its page number `limit`; it remembers what it was at. */
function dyingAfter(app: App, limit: number) {
  const pages: string[] = [];
  const { stores } = app.dependencies;
  const sealedColumns: typeof stores.sealedColumns = {
    ...stores.sealedColumns,
    async resealPage(table, after, size, target) {
      pages.push(`${table} ${after.join()}`);
      const page = await stores.sealedColumns.resealPage(table, after, size, target);
      if (pages.length === limit) throw new Error('killed');
      return page;
    },
  };
  return { pages, dependencies: { ...app.dependencies, stores: { ...stores, sealedColumns } } };
}
