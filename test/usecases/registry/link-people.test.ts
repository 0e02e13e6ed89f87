import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '#app/create-app.ts';
import type { Viewer } from '#domain/access/viewer.ts';
import type { PersonName } from '#domain/registry/person-name.ts';
import { sexOf } from '#domain/registry/resident-id.ts';
import { openCase } from '#usecases/cases/open-case.ts';
import { linkPeople } from '#usecases/registry/link-people.ts';
import { splitPeople } from '#usecases/registry/split-people.ts';
import { makePhone, makeResidentId, seededRandom } from '../../support/factories/identifiers.ts';
import { fakeAgency } from '../support/fake-agency.ts';
import { openStage, type Stage, WINDOW } from '../support/stage.ts';

const SUPERVISOR: Viewer = { subject: 'test:supervisor', role: 'SUPERVISOR', name: '督导', divisionCode: '990100' };
const random = seededRandom(990_360);
const REASON = '两次登记，证件同一';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage([fakeAgency()]);
});
afterAll(() => stage.close());

async function register(divisionCode = '990101') {
  const { stores, ids, clock } = stage.app.dependencies;
  const residentId = makeResidentId(random);
  const person = {
    name: '覃关联' as PersonName,
    residentId,
    phone: makePhone(random),
    sex: sexOf(residentId),
    divisionCode,
  };
  return stores.people.insertOrFind({ id: ids.next(), ...person }, clock.now());
}

const link = (keepId: string, mergeId: string, idempotencyKey: string = randomUUID(), reason = REASON) =>
  linkPeople(stage.app.dependencies, SUPERVISOR, { idempotencyKey, keepId, mergeId, reason });
const split = (linkId: string, idempotencyKey: string = randomUUID()) =>
  splitPeople(stage.app.dependencies, SUPERVISOR, { idempotencyKey, linkId, reason: '是两个人' });

/** LINKED rows, as `kept<merged`. */
async function linksAmong(people: readonly { readonly id: string }[]): Promise<readonly string[]> {
  const ids = people.map(({ id }) => id);
  const rows = await stage.app.database.prisma.personLink.findMany({
    where: { status: 'LINKED', keepId: { in: ids } },
    orderBy: { id: 'asc' },
  });
  return rows.map(({ keepId, mergeId }) => `${ids.indexOf(keepId)}<${ids.indexOf(mergeId)}`);
}

describe('linking people', () => {
  it('is remembered with who, when and why, the reason sealed, and done once however often it is asked', async () => {
    const [one, other] = [await register(), await register()];
    const key = randomUUID();

    const first = await link(one.id, other.id, key);
    const again = await link(one.id, other.id, key);

    expect(again).toEqual({ ...first, replayed: true });
    expect(await linksAmong([one, other])).toEqual(['0<1']);
    const row = await stage.app.database.prisma.personLink.findUniqueOrThrow({ where: { id: first.result.linkId } });
    expect(row).toMatchObject({ linkedBy: 'test:supervisor', linkedAt: stage.clock.now(), splitBy: null });
    expect(Buffer.from(row.reasonSealed).includes(Buffer.from('登记'))).toBe(false);
    expect(await stage.app.dependencies.stores.personLinks.find(row.id)).toMatchObject({ reason: REASON });
  });

  it('changes neither entry, so that a split gives back exactly what was there', async () => {
    const [one, other] = [await register(), await register()];
    const { prisma } = stage.app.database;
    const rows = () => prisma.person.findMany({ where: { id: { in: [one.id, other.id] } }, orderBy: { id: 'asc' } });
    const before = await rows();

    const { result } = await link(one.id, other.id);
    await split(result.linkId);

    expect(await rows()).toEqual(before);
    expect(await linksAmong([one, other])).toEqual([]);
    expect(await prisma.personLink.findUniqueOrThrow({ where: { id: result.linkId } })).toMatchObject({
      status: 'SPLIT',
      linkedBy: 'test:supervisor',
      splitBy: 'test:supervisor',
    });
  });

  it('is refused for what would make a chain or a circle', async () => {
    const [one, two, three] = [await register(), await register(), await register()];
    await link(one.id, two.id);

    for (const [keep, merge] of [
      [one, one],
      [one, two],
      [two, one],
      [two, three],
      [three, two],
      [three, one],
    ] as const) {
      await expect(link(keep.id, merge.id)).rejects.toMatchObject({ faults: [{ code: 'PEOPLE_NOT_LINKABLE' }] });
    }
    await link(one.id, three.id);

    expect(await linksAmong([one, two, three])).toEqual(['0<1', '0<2']);
  });

  it('is possible again after a split, as a new row beside the old one', async () => {
    const [one, other] = [await register(), await register()];
    const { result } = await link(one.id, other.id);
    await split(result.linkId);
    await expect(split(result.linkId)).rejects.toMatchObject({ faults: [{ code: 'TRANSITION_REFUSED' }] });

    await link(other.id, one.id);

    expect(await linksAmong([one, other])).toEqual(['1<0']);
    expect(await stage.app.database.prisma.personLink.count({ where: { mergeId: { in: [one.id, other.id] } } })).toBe(
      2,
    );
  });

  it.each([
    ['an entry that is not there', async () => ({ keep: await register(), merge: { id: randomUUID() } }), 'mergeId'],
    [
      'an entry outside the supervisor’s area',
      async () => ({ keep: await register('980101'), merge: await register() }),
      'keepId',
    ],
  ])('is refused for %s, which looks the same', async (_what, arrange, path) => {
    const { keep, merge } = await arrange();

    await expect(link(keep.id, merge.id)).rejects.toMatchObject({ faults: [{ code: 'NOT_FOUND', path: [path] }] });
  });

  it('takes a reason', async () => {
    const [one, other] = [await register(), await register()];

    await expect(link(one.id, other.id, randomUUID(), '  ')).rejects.toMatchObject({
      faults: [{ code: 'NOTE_REQUIRED', path: ['reason'] }],
    });
  });
});

describe('two who link at the same moment', () => {
  let second: App;

  beforeAll(async () => {
    second = await stage.secondApp();
  });

  /** Each pair asked of two processes at once; what is refused is refused, nothing fails otherwise. */
  async function atOnce(pairs: readonly (readonly [{ id: string }, { id: string }])[]): Promise<number> {
    const results = await Promise.allSettled(
      pairs.flatMap(([keep, merge], index) => {
        const { dependencies } = index % 2 === 0 ? stage.app : second;
        const input = { idempotencyKey: randomUUID(), keepId: keep.id, mergeId: merge.id, reason: REASON };
        return [linkPeople(dependencies, SUPERVISOR, input)];
      }),
    );
    const refusals = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as object] : []));
    for (const refusal of refusals) expect(refusal).toMatchObject({ faults: [{ code: 'PEOPLE_NOT_LINKABLE' }] });
    return results.filter(({ status }) => status === 'fulfilled').length;
  }

  it('each the other way round make one link', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [one, other] = [await register(), await register()];

      expect(
        await atOnce([
          [one, other],
          [other, one],
        ]),
      ).toBe(1);
      expect(await linksAmong([one, other])).toHaveLength(1);
    }
  });

  it('the same entry into two others make one link', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [one, two, merged] = [await register(), await register(), await register()];

      expect(
        await atOnce([
          [one, merged],
          [two, merged],
        ]),
      ).toBe(1);
    }
  });

  it('around in a circle leave a star', async () => {
    for (let round = 0; round < 5; round += 1) {
      const people = [await register(), await register(), await register()] as const;
      const [one, two, three] = people;

      await atOnce([
        [one, two],
        [two, three],
        [three, one],
      ]);

      const links = await linksAmong(people);
      const kept = links.map((each) => each.split('<')[0]);
      const merged = links.map((each) => each.split('<')[1]);
      expect(links.length).toBeGreaterThan(0);
      expect(merged.filter((each) => kept.includes(each))).toEqual([]);
    }
  });
});

describe('the same matter of a person with two entries', () => {
  const accept = (residentId: string) =>
    openCase(stage.app.dependencies, WINDOW, {
      idempotencyKey: randomUUID(),
      serviceItemCode: 'courier-wage-arrears',
      channel: 'WINDOW',
      applicant: { name: '覃关联', residentId },
      divisionCode: '990101',
      workplaceDivisionCode: '990101',
      form: {
        employerName: '桂江速达物流有限公司',
        employmentGroup: 'COURIER',
        arrearsAmount: '16500.00',
        arrearsMonths: 3,
        unpaidSince: '2025-11-01',
        facts: '三个月未发工资',
      },
      consents: ['mediation-share', 'arbitration-share', 'court-share'],
    });

  it('is not opened twice while they are linked, also by two windows at once', async () => {
    const [one, other] = [await register(), await register()];
    const { result } = await link(one.id, other.id);

    const answers = await Promise.allSettled([accept(one.residentId), accept(other.residentId)]);

    expect(answers.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(answers.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { faults: [{ code: 'DUPLICATE_CASE' }] },
    });
    await split(result.linkId);
    const late = answers[0]?.status === 'rejected' ? one : other;
    expect((await accept(late.residentId)).replayed).toBe(false);
  });
});
