import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { localDate } from '#domain/referrals/local-date.ts';
import { AnnouncementRefusedError, importAnnouncement } from '#usecases/catalogue/import-calendar.ts';
import { publishCalendars } from '#usecases/catalogue/publish-calendars.ts';
import { announce } from '../../support/factories/announcements.ts';
import { fakeAgency } from '../support/fake-agency.ts';
import { openStage, type Stage } from '../support/stage.ts';

describe('importing a notice', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await openStage([fakeAgency()]);
  });
  afterAll(() => stage.close());

  const rows = () => stage.app.database.prisma.calendarYear.count();
  const yearInForce = (region: string, year: number) =>
    stage.app.database.prisma.calendarYear.findFirstOrThrow({ where: { region, year, inForce: true } });
  const isWorked = async (day: string, app = stage.app): Promise<boolean> => {
    const calendar = await app.dependencies.stores.calendars.calendarOf('990101');
    return calendar.rulingOn(localDate(day))?.kind !== 'OFF';
  };
  const importIt = (...announcement: Parameters<typeof announce>) =>
    importAnnouncement(stage.app.dependencies, announce(...announcement), 'test');

  it('brings it into force at once, also in a process that has counted with the one before', async () => {
    const other = await stage.secondApp();
    expect(await isWorked('2026-03-03', other)).toBe(true);

    await importIt('CN', ['2026-03-03']);

    expect(await isWorked('2026-03-03')).toBe(false);
    expect(await isWorked('2026-03-03', other)).toBe(false);
  });

  it('keeps what was in force before, for whoever asks what an old date was counted on', async () => {
    await importIt('CN', ['2026-03-03', '2026-03-04']);

    const years = await stage.app.database.prisma.calendarYear.findMany({
      where: { region: 'CN', year: 2026 },
      orderBy: { version: 'asc' },
    });
    expect(years.map(({ inForce }) => inForce)).toEqual([...years.slice(1).map(() => false), true]);
    expect(years[0]).toMatchObject({ importedBy: 'catalogue' });
  });

  it('changes nothing the second time, however its days are ordered', async () => {
    await importIt('CN', ['2026-03-05', '2026-03-06']);
    const before = await rows();

    const [again] = await importIt('CN', ['2026-03-06', '2026-03-05']);

    expect(again).toMatchObject({ changed: false, openClocks: 0, importId: (await yearInForce('CN', 2026)).id });
    expect(await rows()).toBe(before);
  });

  it('is done once when two processes import it at the same moment', async () => {
    const other = await stage.secondApp();
    const before = await rows();

    const taken = await Promise.all(
      [stage.app, other, stage.app, other].map((app) =>
        importAnnouncement(app.dependencies, announce('CN', ['2026-03-10']), 'test'),
      ),
    );

    expect(taken.flat().filter(({ changed }) => changed)).toHaveLength(1);
    expect(await rows()).toBe(before + 1);
  });

  it('is refused whole when one of its years is wrong', async () => {
    const before = await rows();
    const sound = announce('CN', ['2026-03-11']);
    const spoilt = announce('CN', ['+2025-03-11'], { year: 2025 });

    const importing = importAnnouncement(
      stage.app.dependencies,
      { ...sound, years: [...sound.years, ...spoilt.years] },
      'test',
    );

    await expect(importing).rejects.toBeInstanceOf(AnnouncementRefusedError);
    expect(await rows()).toBe(before);
    expect(await isWorked('2026-03-11')).toBe(true);
  });

  it('waits for whoever is counting, and whoever waited for it counts with the new calendar', async () => {
    const other = await stage.secondApp();
    const { unitOfWork } = stage.app.dependencies;
    await isWorked('2026-03-12', other);
    const counted = Promise.withResolvers<void>();
    const commit = Promise.withResolvers<void>();
    const order: string[] = [];

    const counting = unitOfWork.run(async (tx) => {
      await tx.calendars.calendarOf('990101');
      counted.resolve();
      await commit.promise;
      order.push('counted');
    });
    await counted.promise;
    const importing = importIt('CN', ['2026-03-12']).then(() => order.push('imported'));
    await vi.waitFor(async () => expect(await waitingForLocks()).toBe(1), { timeout: 10_000 });
    // Takes its snapshot before the import commits, and still has to see it.
    const late = other.dependencies.unitOfWork.run(async (tx) => {
      const calendar = await tx.calendars.calendarOf('990101');
      return calendar.rulingOn(localDate('2026-03-12'))?.kind;
    });
    await vi.waitFor(async () => expect(await waitingForLocks()).toBe(2), { timeout: 10_000 });
    commit.resolve();
    await Promise.all([counting, importing]);

    expect(order).toEqual(['counted', 'imported']);
    expect(await late).toBe('OFF');
  });

  it('costs a transaction that counts one statement, and the reading only after an import', async () => {
    await importIt('CN', ['2026-03-13']);
    const statements = async (): Promise<number> => {
      stage.takeQueryCount();
      await stage.app.dependencies.stores.calendars.calendarOf('990101');
      return stage.takeQueryCount();
    };

    expect([await statements(), await statements(), await statements()]).toEqual([2, 1, 1]);
  });

  it('that only covers more comes into force, and what it covers is no longer provisional', async () => {
    const isKnown = async () =>
      (await stage.app.dependencies.stores.calendars.calendarOf('110105')).isKnown(localDate('2027-03-02'));
    await importIt('CN', ['2027-01-01'], { year: 2027, coveredThrough: '2026-12-31' });
    const before = await isKnown();

    const [taken] = await importIt('CN', ['2027-01-01'], { year: 2027, coveredThrough: '2027-12-31' });

    expect(taken).toMatchObject({ changed: true });
    expect([before, await isKnown()]).toEqual([false, true]);
  });

  async function waitingForLocks(): Promise<number> {
    const found = await stage.app.database.prisma.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    return found[0]?.count ?? 0;
  }
});

describe('the calendars of a release', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await openStage([fakeAgency()]);
  });
  afterAll(() => stage.close());

  const national = async () => {
    const [layer] = await stage.app.dependencies.stores.calendars.layers();
    if (layer?.region !== 'CN') throw new RangeError('no national calendar');
    return layer;
  };

  it('come in at the first start and not again', async () => {
    const layers = await stage.app.dependencies.stores.calendars.layers();

    expect(layers.map(({ region, years }) => `${region} ${years.length}`)).toEqual(['CN 9', 'CN-GX 9']);
    expect(await publishCalendars(stage.app.dependencies, layers)).toBe(0);
  });

  it('bring the next notice, and every clock is recomputed as after any import', async () => {
    await stage.openMediation();
    const next = announce('CN', ['2027-01-01'], { year: 2027, coveredThrough: '2027-12-31' });

    const published = await publishCalendars(stage.app.dependencies, [
      { ...(await national()), coveredThrough: next.coveredThrough, years: next.years },
    ]);

    expect(published).toBe(1);
    expect(await stage.app.database.prisma.calendarYear.findFirstOrThrow({ where: { year: 2027 } })).toMatchObject({
      importedBy: 'catalogue',
      openClocks: 1,
      finishedAt: null,
    });
  });

  it('undo no correction made since, and no coverage', async () => {
    const released = await national();
    await importAnnouncement(
      stage.app.dependencies,
      announce('CN', ['2026-03-03'], { coveredThrough: '2027-12-31' }),
      'test',
    );

    const published = await publishCalendars(stage.app.dependencies, [
      { ...released, coveredThrough: localDate('2026-12-31') },
    ]);

    expect(published).toBe(0);
    const now = await national();
    expect(now.coveredThrough).toBe('2027-12-31');
    expect(now.years.find(({ year }) => year === 2026)?.days).toHaveLength(1);
  });

  it('that change whom a region is for move the clocks of both', async () => {
    const regional = (await stage.app.dependencies.stores.calendars.layers()).find(({ region }) => region === 'CN-GX');
    if (!regional) throw new RangeError('no regional calendar');

    const published = await publishCalendars(stage.app.dependencies, [{ ...regional, divisionPrefixes: ['45'] }]);

    expect(published).toBe(1);
    expect((await stage.app.dependencies.stores.calendars.calendarOf('990101')).regions).toEqual(['CN']);
    const [run] = await stage.app.database.prisma.calendarYear.findMany({ orderBy: { version: 'desc' }, take: 1 });
    expect(run).toMatchObject({ region: 'CN-GX', divisionPrefixes: ['45', '9901'], openClocks: 1 });
  });
});
