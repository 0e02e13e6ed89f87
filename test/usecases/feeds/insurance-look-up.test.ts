import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lookUpSource } from '#usecases/registry/look-up-source.ts';
import { seededRandom } from '../../support/factories/identifiers.ts';
import { insuranceFile, insuranceLine } from './support/feed-lines.ts';
import { type FeedStage, openFeedStage } from './support/feed-stage.ts';

describe('what the files of the HR bureau say', () => {
  const random = seededRandom(4_021_7);
  let stage: FeedStage;

  beforeAll(async () => {
    // Nobody listens there: the bureau is connected and does not answer.
    stage = await openFeedStage({ HR_BUREAU_URL: 'http://127.0.0.1:9/' });
  });
  afterAll(() => stage.close());

  it('stands in for the look-up while the bureau does not answer, newest period first, without what is gone', async () => {
    const deps = stage.app.dependencies;
    const { id } = await stage.app.database.prisma.person.findFirstOrThrow({ orderBy: { id: 'asc' } });
    const person = (await deps.stores.people.findMany([id])).get(id)!;
    const of = { residentId: person.residentId, name: person.name };
    const delivery = { agency: 'hr-bureau', feed: 'insurance' };
    const lines = [
      insuranceLine(random, { ...of, from: '20190101', to: '20230228', payment: '3' }),
      insuranceLine(random, { ...of, from: '20230301', months: '12' }),
      insuranceLine(random, { ...of, from: '20230301', kind: '410' }),
      insuranceLine(random),
    ];
    await stage.take({ ...delivery, bytes: insuranceFile(lines) });
    await stage.take({
      ...delivery,
      bytes: insuranceFile([insuranceLine(random, { ...of, op: 'D', from: '20230301', kind: '410' })]),
    });
    const answers = await lookUpSource(deps, 'INSURANCE_ENROLMENTS', [person]);

    const answer = answers.get(person.id)!;
    expect(answer.status).toMatch(/FRESH|STALE/);
    expect('answer' in answer ? answer.answer : []).toMatchObject([
      { type: 'PENSION', status: 'PAYING', from: '2023-03-01', paidMonths: 12, contributionBase: '4200.00' },
      { type: 'PENSION', status: 'ENDED', from: '2019-01-01', to: '2023-02-28' },
    ]);
  });
});
