import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { runJobs } from '#jobs/run-jobs.ts';
import { webhookSignature } from '#platform/crypto/standard-webhooks.ts';
import { globalId } from '#resolvers/global-id.ts';
import { listen } from '#store/listen.ts';
import { openTestQueues } from '../jobs/support/queues.ts';
import { HARDSHIP_FORM, hardshipCase, HUANG, WAGE_FORM, wageCase } from '../resolvers/support/case-inputs.ts';
import { openCase, opened } from '../resolvers/support/case-operations.ts';
import { changeCase, changeReferral } from '../resolvers/support/change-operations.ts';
import { addressesOf, type CityAgencies, disposeOf, startCityAgencies } from '../resolvers/support/city-agencies.ts';
import { PAGE_OF_PEOPLE } from '../resolvers/support/person-operations.ts';
import { makePhone, makeResidentId, seededRandom } from '../support/factories/identifiers.ts';
import { scanDatabase } from '../support/scan-database.ts';
import { householdFile, householdLine, insuranceFile, insuranceLine } from '../usecases/feeds/support/feed-lines.ts';
import { type FeedStage, openFeedStage } from '../usecases/feeds/support/feed-stage.ts';
import { beginRotation, finishRotation } from '../usecases/keys/support/key-house.ts';
import { partner, tell } from '../usecases/partners/support/partner.ts';

interface Somebody {
  readonly name: string;
  readonly residentId: string;
  readonly phone: string;
  readonly card: string;
}

/** Rare enough to be in no catalogue and no name of an office. */
const RARE = [...'翀昶彧翊珺玥琰韡晟垚'];
const random = seededRandom(992_611);
let made = 0;

function somebody(): Somebody {
  const [first, second] = [RARE[made % RARE.length], RARE[Math.floor(made / RARE.length) % RARE.length]];
  made += 1;
  const card = `99010199${String(made).padStart(11, '0')}`;
  return { name: `蓝${second}${first}`, residentId: makeResidentId(random), phone: makePhone(random), card };
}

/** What people write in free words, with everything that does not belong there. */
const wordsOf = ({ name, residentId, phone, card }: Somebody) => `${name} ${residentId} ${phone} 卡 ${card}`;
const PEOPLE = 8;
const courtSecret = randomBytes(32);

describe('after everything was done that people, agencies and files do', () => {
  let city: CityAgencies;
  let stage: FeedStage;
  const people: Somebody[] = [];
  const next = (): Somebody => {
    const one = somebody();
    people.push(one);
    return one;
  };

  beforeAll(async () => {
    city = await startCityAgencies();
    stage = await openFeedStage({
      ...addressesOf(city),
      COURT_WEBHOOK_SECRETS: `whsec_${courtSecret.toString('base64')}`,
    });
  });
  afterAll(async () => {
    await stage?.close();
    if (city) await disposeOf(city);
  });

  async function disputes(): Promise<void> {
    for (let count = 0; count < PEOPLE; count += 1) {
      const one = next();
      const words = wordsOf(one);
      const { name, residentId, phone } = one;
      const seen = await opened(
        stage,
        wageCase({ applicant: { name, residentId, phone }, form: { ...WAGE_FORM, employerName: words, facts: words } }),
      );
      const referralId = seen.referrals[0]?.id;
      if (count % 2 === 0) {
        await changeReferral(stage, 'mediator', 'receiveReferral', { referralId });
        await changeReferral(stage, 'mediator', 'acceptReferral', { referralId });
        await changeReferral(stage, 'mediator', 'extendDeadline', {
          referralId,
          clock: 'MED_LDMA',
          length: 10,
          ground: words,
        });
        await changeReferral(stage, 'mediator', 'completeReferral', {
          referralId,
          outcome: 'AGREED',
          agreementKind: 'MEDIATION_AGREEMENT',
          amount: '16500.00',
          undisputedFacts: words,
          note: words,
        });
      } else await changeCase(stage, 'window', 'withdrawCase', { caseId: seen.id, reason: words });
    }
    await stage.drain();
  }

  async function hardship(): Promise<void> {
    for (const annualIncome of ['21600.00', '9000000.00']) {
      const one = next();
      const { name, residentId, phone } = one;
      const form = { ...HARDSHIP_FORM, annualIncome, facts: wordsOf(one) };
      await openCase(stage, hardshipCase({ applicant: { name, residentId, phone }, form }));
    }
    await stage.drain();
  }

  async function files(): Promise<void> {
    const rows = Array.from({ length: PEOPLE }, next);
    const households = rows.map((one, row) =>
      householdLine(random, {
        name: one.name,
        residentId:
          row === 0 ? `${one.residentId}9` : row === 1 ? one.residentId.replace(/.{8}$/, '********') : one.residentId,
        phone: one.phone,
        employer: wordsOf(one),
      }),
    );
    await stage.take({ bytes: householdFile(households) });
    const insured = rows.map((one) =>
      insuranceLine(random, { name: one.name, residentId: one.residentId, employer: wordsOf(one).replaceAll(' ', '') }),
    );
    await stage.take({ agency: 'hr-bureau', feed: 'insurance', bytes: insuranceFile(insured) });
    const faulty = next();
    const wrong = { name: faulty.name, residentId: faulty.residentId, category: wordsOf(faulty), phone: faulty.phone };
    await stage.take({ bytes: householdFile([householdLine(random, wrong)]) });
    const { data } = await stage.run<{ quarantinedRows: { nodes: { id: string }[] } }>(
      'window',
      '{ quarantinedRows { nodes { id } } }',
    );
    for (const { id } of data.quarantinedRows?.nodes ?? [])
      await stage.run('window', 'mutation ($input: DiscardRowInput!) { discardRow(input: $input) { replayed } }', {
        input: { idempotencyKey: randomUUID(), rowId: id, note: wordsOf(next()) },
      });
  }

  async function messages(): Promise<void> {
    for (const body of [wordsOf(next()), JSON.stringify({ type: wordsOf(next()), parties: [next()] })]) {
      const id = randomUUID();
      const timestamp = String(Math.floor(Date.now() / 1000));
      const bytes = Buffer.from(body);
      const receipt = await stage.app.system.receiveWebhook('court', {
        headers: {
          'webhook-id': id,
          'webhook-timestamp': timestamp,
          'webhook-signature': webhookSignature(courtSecret, id, timestamp, bytes),
        },
        body: bytes,
      });
      expect(receipt).toBe('ACCEPTED');
    }
    await stage.drain();
  }

  async function operators(): Promise<void> {
    const reason = wordsOf(next());
    const pause =
      'mutation ($input: PauseAgencyInput!) { pauseAgency(input: $input) { replayed userErrors { code } } }';
    await stage.run('operator', pause, { input: { idempotencyKey: randomUUID(), agency: 'bank', reason } });
    const { endpoint } = await partner(stage, 'court', 'createWebhookEndpoint', { url: 'https://127.0.0.1/in' });
    await partner(stage, 'court', 'testWebhookEndpoint', { endpointId: endpoint.id });
    await tell(stage);
    const entries = await stage.app.database.prisma.person.findMany({ take: 2, orderBy: { id: 'desc' } });
    const [keepId, mergeId] = entries.map(({ id }) => globalId('Person', id));
    const link = 'mutation ($input: LinkPeopleInput!) { linkPeople(input: $input) { replayed userErrors { code } } }';
    await stage.run('supervisor', link, {
      input: { idempotencyKey: randomUUID(), keepId, mergeId, reason: wordsOf(next()) },
    });
  }

  /** What the agencies hold about the people of the register is kept, and what is sent goes through the queue. */
  async function sourcesAndQueue(): Promise<void> {
    await stage.run('window', PAGE_OF_PEOPLE, { first: 50 });
    const behind = openTestQueues(stage.app.databaseUrl);
    const jobs = await runJobs({
      usecases: stage.app.system,
      queues: behind.openMore(),
      agencies: ['union', 'court', 'civil-affairs', 'hr-bureau'],
      polledAgencies: [],
      pollEveryMs: 60_000,
      async listen(wake) {
        const heard = await listen(stage.app.databaseUrl, ['outbox'], wake, wake, () => {});
        return () => heard.stop();
      },
      onError: () => {},
    });
    const one = next();
    await opened(stage, hardshipCase({ form: { ...HARDSHIP_FORM, facts: wordsOf(one) } }));
    await vi.waitFor(
      async () =>
        expect(await stage.app.database.prisma.effect.count({ where: { status: 'DELIVERED' } })).toBeGreaterThan(0),
      { timeout: 10_000 },
    );
    await jobs.stop();
    const dump = await behind.dump();
    expect(dump).toContain('dispatch');
    for (const text of [one.name, one.residentId, HUANG.name, HUANG.residentId, HUANG.phone])
      expect(dump).not.toContain(text);
    await behind.close();
  }

  it('no number, name, telephone or card of anybody lies in the clear in any table', { timeout: 120_000 }, async () => {
    await disputes();
    await hardship();
    await files();
    await messages();
    await operators();
    await sourcesAndQueue();

    const seeded = JSON.parse(
      readFileSync(path.resolve(import.meta.dirname, '../../sandbox/people.json'), 'utf8'),
    ) as readonly Somebody[];
    const texts = [
      ...people.flatMap(({ name, residentId, phone, card }) => [name, residentId, phone, card]),
      ...seeded.flatMap(({ name, residentId, phone }) => [name, residentId, phone]),
    ];
    const { tables, cells, found } = await scanDatabase(stage.app.databaseUrl, texts);
    console.log(`${cells} cells of ${tables} tables, ${texts.length} texts of ${people.length + seeded.length} people`);
    expect(cells).toBeGreaterThan(5_000);
    expect(found).toEqual([]);
    // Mediators stand on a published roster: a scan that does not see them sees nothing.
    const { name } = await stage.app.database.prisma.mediator.findFirstOrThrow();
    expect((await scanDatabase(stage.app.databaseUrl, [name])).found).toEqual([`mediator.name ${name}`]);
  });

  it('everything that was sealed on the way is sealed anew by a rotation', { timeout: 60_000 }, async () => {
    const counts = await stage.app.dependencies.stores.sealedColumns.countByKey();
    const id = await beginRotation(stage.app);
    await finishRotation(stage.app, id);

    expect(counts.map(({ column }) => column).length).toBeGreaterThan(15);
    expect((await stage.app.dependencies.stores.keyRotations.find(id))?.place.broken).toBe(0);
    const { found } = await scanDatabase(
      stage.app.databaseUrl,
      people.flatMap(({ name, residentId }) => [name, residentId]),
    );
    expect(found).toEqual([]);
  });
});
