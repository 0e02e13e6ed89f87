import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { globalId } from '#resolvers/global-id.ts';
import { startAgency } from '../../sandbox/support/start-agency.ts';
import { buildTestApp, type TestApp } from '../../support/build-test-app.ts';
import {
  addressesOf,
  type CityAgencies,
  disposeOf,
  type Source,
  SOURCES,
  startCityAgencies,
} from '../support/city-agencies.ts';
import { countLookUps } from '../support/count-look-ups.ts';
import { type SourceNow, SOURCES_OF_TWO } from '../support/person-operations.ts';

/** Every agency knows something of her. */
const QIN_ROW = '01990000-0000-7000-8000-000000000001';
const CALL_MS = 700;
/** On top of the budget, for the query's own work on a busy machine. */
const MARGIN_MS = 1_500;

const TROUBLES = [
  ['does not answer', { mode: 'hang' }],
  ['answers far too late', { mode: 'slow', delayMs: 5_000 }],
  ['answers what nobody can read', { mode: 'garbage' }],
  ['answers 503', { mode: 'errors', status: 503 }],
  ['answers in the wrong encoding', { mode: 'wrong-encoding' }],
  ['masks the identity numbers', { mode: 'masked' }],
] as const;

const lookUps = countLookUps();
let agencies: CityAgencies;
let house: TestApp;
/** Someone else, of whom no agency was asked before. */
let otherRow: string;

beforeAll(async () => {
  agencies = await startCityAgencies();
  house = await openHouse(agencies);
  otherRow = await rowOf('990101197505120079');
});

beforeEach(async () => {
  await askedInGoodTimes(house);
});

afterEach(async () => {
  await Promise.all(SOURCES.map((source) => agencies[source].control('behaviour', { mode: 'normal' })));
});

afterAll(async () => {
  await house.close();
  await disposeOf(agencies);
});

function openHouse(reached: Readonly<Record<Source, { readonly url: string }>>): Promise<TestApp> {
  return buildTestApp({ agencies: addressesOf(reached), wrapConnectors: lookUps.wrap, agencyCallMs: CALL_MS });
}

/** A good answer about one person is kept, and nothing about the other. */
async function askedInGoodTimes(one: TestApp): Promise<void> {
  const { prisma } = one.app.database;
  // More than the minute for which an answer is not kept a second time.
  one.clock.forward(1);
  const asOf = one.clock.now();
  await vi.waitFor(
    async () => {
      await ask(one, QIN_ROW, QIN_ROW);
      expect(await prisma.agencySnapshot.count({ where: { personId: QIN_ROW, asOf } })).toBe(SOURCES.length);
    },
    { timeout: 10_000, interval: 20 },
  );
  await prisma.agencySnapshot.deleteMany({ where: { personId: { not: QIN_ROW } } });
}

async function rowOf(residentId: string): Promise<string> {
  const person = await house.app.dependencies.stores.people.findByResidentId(residentId as never);
  if (!person) throw new Error('nobody carries that number');
  return person.id;
}

type Sources = Readonly<Record<Source, SourceNow>>;

async function ask(
  one: TestApp,
  known: string,
  other: string,
): Promise<{ known: Sources; other: Sources; elapsedMs: number }> {
  const from = performance.now();
  const { data, errors } = await one.run<{ known: Sources; other: Sources }>('window', SOURCES_OF_TWO, {
    known: globalId('Person', known),
    other: globalId('Person', other),
  });
  expect(errors).toEqual([]);
  const named = (sources: Readonly<Record<string, SourceNow>>) =>
    ({
      court: sources['court'],
      'hr-bureau': sources['hrBureau'],
      'civil-affairs': sources['civilAffairs'],
    }) as Sources;
  return { known: named({ ...data.known }), other: named({ ...data.other }), elapsedMs: performance.now() - from };
}

/** Of everyone but the one in trouble there is a live answer. */
function expectTheOthersLive(answer: Sources, troubled: Source): void {
  for (const source of SOURCES.filter((candidate) => candidate !== troubled)) {
    expect(answer[source]).toMatchObject({ status: 'FRESH', source: { code: source }, notice: null });
  }
}

describe.each(SOURCES)('when %s', (troubled) => {
  it.each(TROUBLES)(
    '%s, what it said lately still stands and then ages, and nothing else suffers',
    async (_what, behaviour) => {
      const goodTimes = house.clock.now().toISOString();
      await agencies[troubled].control('behaviour', behaviour);

      const soon = await ask(house, QIN_ROW, otherRow);
      house.clock.forward(2);
      const later = await ask(house, QIN_ROW, otherRow);

      expect(soon.known[troubled]).toMatchObject({ status: 'FRESH', asOf: goodTimes, source: { code: troubled } });
      expect(soon.known[troubled].notice?.zh).toContain('仍在时效内');
      expect(later.known[troubled]).toMatchObject({ status: 'STALE', asOf: goodTimes, source: { code: troubled } });
      expect(later.known[troubled].notice?.zh).toContain('不能据此认定不符合条件');
      for (const { other, known, elapsedMs } of [soon, later]) {
        expect(other[troubled]).toMatchObject({ status: 'UNAVAILABLE', asOf: null, source: { code: troubled } });
        expect(other[troubled].notice?.zh).toContain('暂时没有答复');
        expect(other[troubled].notice?.en).toContain('does not answer');
        expectTheOthersLive(known, troubled);
        expect(elapsedMs).toBeLessThan(CALL_MS + MARGIN_MS);
      }
    },
  );

  it('is stopped altogether, the same holds', async () => {
    const mortal = await startAgency(troubled);
    const reached = { ...agencies, [troubled]: mortal };
    const other = await openHouse(reached);
    await askedInGoodTimes(other);
    const goodTimes = other.clock.now().toISOString();
    await mortal.terminate();

    const soon = await ask(other, QIN_ROW, otherRow);
    other.clock.forward(2);
    const later = await ask(other, QIN_ROW, otherRow);

    await other.close();
    await mortal.dispose();
    expect(soon.known[troubled]).toMatchObject({ status: 'FRESH', asOf: goodTimes });
    expect(later.known[troubled]).toMatchObject({
      status: 'STALE',
      asOf: goodTimes,
      source: { code: troubled, name: { zh: expect.any(String) } },
    });
    expect(soon.other[troubled]).toMatchObject({ status: 'UNAVAILABLE', source: { code: troubled } });
    expectTheOthersLive(later.known, troubled);
    expect(Math.max(soon.elapsedMs, later.elapsedMs)).toBeLessThan(CALL_MS + MARGIN_MS);
  });
});
