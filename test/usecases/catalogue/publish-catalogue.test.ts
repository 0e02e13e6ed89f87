import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CATALOGUE_FILES } from '#domain/catalogue/catalogue-version.ts';
import type { ServiceItem } from '#domain/catalogue/service-item.ts';
import { publishCatalogue } from '#usecases/catalogue/publish-catalogue.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';
import { buildTestApp, type TestApp } from '../../support/build-test-app.ts';
import { makeServiceItem } from '../../support/factories/service-items.ts';

const FIRST = makeServiceItem({ code: 'probe' });
const SECOND = makeServiceItem({ code: 'probe', lead: 'only' });

let house: TestApp;
beforeAll(async () => {
  house = await buildTestApp();
});
afterAll(() => house.close());
beforeEach(() => house.app.database.prisma.serviceItemVersion.deleteMany({ where: { code: 'probe' } }));

function seed(item: ServiceItem, differs: Partial<UsecaseDependencies> = {}): Promise<number> {
  return publishCatalogue({ ...house.app.dependencies, ...differs }, [item]);
}

/** Newest first: number, status, author. */
async function versions(): Promise<readonly string[]> {
  const all = await house.app.dependencies.stores.versions.list('probe');
  return all.map(({ version, status, draftedBy }) => `${version} ${status} ${draftedBy}`);
}

describe('what the catalogue files say', () => {
  it('comes into force at once where nothing was in force, in production too', async () => {
    expect(await seed(FIRST, { production: true })).toBe(1);

    expect(await versions()).toEqual([`1 PUBLISHED ${CATALOGUE_FILES}`]);
  });

  it('replaces what is in force on a demonstration', async () => {
    await seed(FIRST);

    expect([await seed(SECOND), await seed(SECOND)]).toEqual([1, 0]);
    expect(await versions()).toEqual([`2 PUBLISHED ${CATALOGUE_FILES}`, `1 RETIRED ${CATALOGUE_FILES}`]);
  });

  it('is only drafted in production, once, and the log says so', async () => {
    const said: object[] = [];
    const log = { ...house.app.dependencies.log, warn: (fields: object) => void said.push(fields) };
    await seed(FIRST, { production: true });

    const published = [await seed(SECOND, { production: true, log }), await seed(SECOND, { production: true, log })];

    expect(published).toEqual([0, 0]);
    expect(await versions()).toEqual([`2 DRAFT ${CATALOGUE_FILES}`, `1 PUBLISHED ${CATALOGUE_FILES}`]);
    expect(said).toEqual([{ code: 'probe', version: 2 }]);
  });

  it('does not undo at the next start what an officer has published since', async () => {
    await seed(FIRST);
    const { unitOfWork, ids, digest, clock } = house.app.dependencies;
    await unitOfWork.run(async (tx) => {
      const [inForce] = await tx.versions.take('probe');
      await tx.versions.save({ ...inForce!, status: 'RETIRED', retiredAt: clock.now() });
      await tx.versions.insert({
        id: ids.next(),
        code: 'probe',
        version: 2,
        item: SECOND,
        digest: digest.plain(JSON.stringify(SECOND)),
        status: 'PUBLISHED',
        draftedAt: clock.now(),
        draftedBy: 'officer',
        publishedAt: clock.now(),
        publishedBy: 'officer',
      });
    });

    expect(await seed(FIRST)).toBe(0);
    expect(await versions()).toEqual(['2 PUBLISHED officer', `1 RETIRED ${CATALOGUE_FILES}`]);
  });

  it('never leaves two versions in force, though two processes start at once', async () => {
    await seed(FIRST);

    await Promise.all([seed(SECOND), seed(SECOND), seed(SECOND)]);

    expect(await versions()).toEqual([`2 PUBLISHED ${CATALOGUE_FILES}`, `1 RETIRED ${CATALOGUE_FILES}`]);
  });

  it('is held to one version in force by the database itself', async () => {
    await seed(FIRST);
    const [inForce] = await house.app.dependencies.stores.versions.list('probe');

    const second = house.app.dependencies.stores.versions.insert({
      ...inForce!,
      id: house.app.dependencies.ids.next(),
      version: 2,
    });

    await expect(second).rejects.toThrow(/Unique constraint/);
  });
});
