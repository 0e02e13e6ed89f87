import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agencyCode } from '#domain/agencies/agency-code.ts';
import { localDate } from '#domain/referrals/local-date.ts';
import { maskResidentId } from '#domain/registry/masking.ts';
import type { PersonName } from '#domain/registry/person-name.ts';
import { residentIdCheckCharacter, sexOf } from '#domain/registry/resident-id.ts';
import { importHouseholds } from '#usecases/feeds/import-households.ts';
import { confirmMatch } from '#usecases/registry/confirm-match.ts';
import { dismissMatch } from '#usecases/registry/dismiss-match.ts';
import { makePhone, makeResidentId, seededRandom } from '../../support/factories/identifiers.ts';
import { WINDOW } from '../support/stage.ts';
import { householdFile, householdLine } from './support/feed-lines.ts';
import { type FeedStage, openFeedStage } from './support/feed-stage.ts';

const random = seededRandom(990_411);
const BORN = localDate('1986-03-12');
const bornThen = () => makeResidentId(random, { bornFrom: BORN, bornTo: BORN });
const KNOWN = { name: '覃相同' as PersonName, residentId: bornThen(), phone: makePhone(random) };
const LEGACY = `${KNOWN.residentId.slice(0, 6)}${KNOWN.residentId.slice(8, 17)}`;

interface Written {
  readonly name: string;
  readonly residentId: string;
  readonly phone: string;
}

interface Kind {
  readonly what: string;
  readonly changes: () => Partial<Written>;
  /** Lead, question and quarantined row. */
  readonly end: string;
}

const KINDS: readonly Kind[] = [
  { what: 'a number of the register', changes: () => ({}), end: 'LEAD known' },
  { what: 'one whose name is masked', changes: () => ({ name: '覃**' }), end: 'LEAD known' },
  { what: 'one whose name lost a character', changes: () => ({ name: '覃?同' }), end: 'LEAD known' },
  { what: 'one under another name', changes: () => ({ name: '黄他人' }), end: 'OPEN NAME_DIFFERS' },
  { what: 'a number nobody has', changes: stranger, end: 'LEAD new' },
  {
    what: 'one of somebody who looks like another',
    changes: () => ({ residentId: bornThen() }),
    end: 'OPEN NUMBER_DIFFERS',
  },
  { what: 'one with a masked name', changes: () => ({ ...stranger(), name: '韦*' }), end: 'QUARANTINED MASKED' },
  { what: 'no number', changes: () => ({ residentId: '' }), end: 'OPEN NUMBER_MISSING' },
  {
    what: 'a masked number',
    changes: () => ({ residentId: maskResidentId(KNOWN.residentId, 'INTERNAL') }),
    end: 'OPEN NUMBER_MASKED',
  },
  { what: 'a number of 15 digits', changes: () => ({ residentId: LEGACY }), end: 'OPEN NUMBER_LEGACY' },
  { what: 'a wrong check digit', changes: () => ({ residentId: wrongCheck() }), end: 'OPEN NUMBER_WRONG' },
  { what: 'neither number nor name', changes: nothingToGoBy, end: 'QUARANTINED EMPTY' },
];

function stranger(): Partial<Written> {
  return { name: '农新来', residentId: makeResidentId(random), phone: makePhone(random) };
}

function nothingToGoBy(): Partial<Written> {
  return { name: '某**', residentId: '', phone: '' };
}

function wrongCheck(): string {
  const front = KNOWN.residentId.slice(0, 17);
  return `${front}${residentIdCheckCharacter(front) === '1' ? '2' : '1'}`;
}

const CASES = KINDS.map((kind, index) => ({
  ...kind,
  applicationNo: `FP-${index + 1}`,
  written: { ...KNOWN, ...kind.changes() },
}));
type Case = (typeof CASES)[number];

describe(`the same record in ${CASES.length} ways it can be written`, () => {
  let filed: FeedStage;
  let pushed: FeedStage;
  let batches = 0;

  beforeAll(async () => {
    [filed, pushed] = await Promise.all([openFeedStage(), openFeedStage()]);
    for (const { app } of [filed, pushed]) {
      const { stores, ids, clock } = app.dependencies;
      const person = { id: ids.next(), ...KNOWN, sex: sexOf(KNOWN.residentId), divisionCode: '990101' };
      await stores.people.insertOrFind(person, clock.now());
    }
  });
  afterAll(() => Promise.all([filed.close(), pushed.close()]));

  async function push({ app }: FeedStage, { applicationNo, written }: Case): Promise<void> {
    const { unitOfWork, ids, clock } = app.dependencies;
    batches += 1;
    const message = {
      id: ids.next(),
      agencyCode: agencyCode('civil-affairs'),
      messageId: `b-${batches}`,
      via: 'WEBHOOK' as const,
      body: new Uint8Array(),
      receivedAt: clock.now(),
      attempts: 1,
    };
    const household = {
      applicationNo,
      category: 'DIBAO',
      status: 'APPLIED',
      divisionCode: '990101',
      householdSize: 3,
      worker: { ...written, phone: written.phone || undefined, employer: '桂江第二纺织厂' },
    };
    const rows = [{ ok: true as const, rowNumber: 1, household }];
    const batch = { kind: 'HOUSEHOLD_BATCH' as const, batchNo: `B-${batches}`, declaredCount: 1, rows };
    await unitOfWork.run((tx) => importHouseholds(tx, message, batch, app.dependencies));
  }

  const lineOf = ({ applicationNo, written }: Case) => householdLine(random, { applicationNo, ...written });
  /** With a row of its own, so that its bytes never were there before. */
  const file = (stage: FeedStage, cases: readonly Case[]) =>
    stage.take({ bytes: householdFile([...cases.map(lineOf), householdLine(random, { ...stranger() })]) });

  async function endOf({ app }: FeedStage, { applicationNo }: Case): Promise<string> {
    const { prisma } = app.database;
    const leads = await prisma.lead.findMany({ where: { applicationNo } });
    const reviews = await prisma.matchReview.findMany({ where: { recordKey: `${applicationNo}/DIBAO` } });
    return [
      ...leads.map(({ matched }) => (matched ? 'LEAD known' : 'LEAD new')),
      ...reviews.map(({ status, reason }) => `${status} ${reason}`),
    ].join(', ');
  }

  const quarantined = async ({ app }: FeedStage) =>
    (await app.database.prisma.quarantinedRow.findMany({ orderBy: { id: 'asc' } })).map(({ reason }) => reason);

  it('ends alike as a row of a file and as a push', async () => {
    const { counts } = await file(filed, CASES);
    for (const each of CASES) await push(pushed, each);

    for (const each of CASES) {
      const expected = each.end.startsWith('QUARANTINED') ? '' : each.end;
      expect([each.what, await endOf(filed, each)]).toEqual([each.what, expected]);
      expect([each.what, await endOf(pushed, each)]).toEqual([each.what, expected]);
    }
    const set = CASES.flatMap(({ end }) => (end.startsWith('QUARANTINED') ? [end.slice(12)] : []));
    expect(await quarantined(filed)).toEqual(set);
    expect(await quarantined(pushed)).toEqual(set);
    expect(counts).toEqual({ accepted: 5, unchanged: 0, quarantined: 2, deleted: 0, inReview: 6 });
  });

  it('is one question, whichever way it comes again', async () => {
    const before = await filed.app.database.prisma.matchReview.count();
    for (const each of CASES) await push(filed, each);
    await file(filed, CASES);

    expect(await filed.app.database.prisma.matchReview.count()).toBe(before);
    for (const each of CASES.filter(({ end }) => end.startsWith('OPEN')))
      expect(await endOf(filed, each)).toBe(each.end);
  });

  it('is asked about no more when a later file has the number', async () => {
    const of = CASES.find(({ end }) => end === 'OPEN NUMBER_LEGACY')!;
    await file(filed, [{ ...of, written: KNOWN }]);

    expect(await endOf(filed, of)).toBe('LEAD known, SUPERSEDED NUMBER_LEGACY');
  });

  it('is asked about no more when it is taken back', async () => {
    const of = CASES.find(({ end }) => end === 'OPEN NUMBER_WRONG')!;
    const bytes = householdFile([`D,${of.applicationNo},01,,,,,,,,`]);

    expect((await filed.take({ bytes })).counts).toMatchObject({ deleted: 1, quarantined: 0 });
    expect(await endOf(filed, of)).toBe('SUPERSEDED NUMBER_WRONG');
  });

  it('is as a person has said, and nobody is asked again', async () => {
    const { dependencies, database } = filed.app;
    const reviewOf = ({ applicationNo }: Case) =>
      database.prisma.matchReview.findFirstOrThrow({ where: { recordKey: `${applicationNo}/DIBAO`, status: 'OPEN' } });
    const known = await dependencies.stores.people.findByResidentId(KNOWN.residentId);
    const [missing, masked] = ['OPEN NUMBER_MISSING', 'OPEN NUMBER_MASKED'].map((wanted) =>
      CASES.find(({ end }) => end === wanted)!,
    ) as [Case, Case];
    await confirmMatch(dependencies, WINDOW, {
      idempotencyKey: dependencies.ids.next(),
      reviewId: (await reviewOf(missing)).id,
      personId: known?.id ?? '',
    });
    await dismissMatch(dependencies, WINDOW, {
      idempotencyKey: dependencies.ids.next(),
      reviewId: (await reviewOf(masked)).id,
      reason: '查无此户',
    });
    const { id, counts } = await file(filed, [missing, masked]);

    expect(counts).toEqual({ accepted: 2, unchanged: 0, quarantined: 1, deleted: 0, inReview: 0 });
    expect(await filed.quarantined(id)).toEqual(['2 职工姓名 MATCH_DISMISSED']);
    expect(await endOf(filed, missing)).toBe('LEAD known, CONFIRMED NUMBER_MISSING');
    expect(await endOf(filed, masked)).toBe('DISMISSED NUMBER_MASKED');
  });

  it('is asked about when two newcomers of one file look the same', async () => {
    const { name, phone } = stranger() as Written;
    const twins = [bornThen(), bornThen()].map((residentId, index) => ({
      ...CASES[0]!,
      applicationNo: `FP-TWIN-${index}`,
      written: { ...KNOWN, name: name as PersonName, phone: phone as typeof KNOWN.phone, residentId },
    }));
    await file(filed, twins);

    expect(await Promise.all(twins.map((twin) => endOf(filed, twin)))).toEqual(['LEAD new', 'OPEN NUMBER_DIFFERS']);
  });
});
