import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AgencyUnavailableError } from '#domain/agencies/agency-errors.ts';
import { createLogger } from '#platform/logger.ts';
import { serveTestApp, type ServedTestApp } from '../support/serve-test-app.ts';
import { fakeAgency } from '../usecases/support/fake-agency.ts';

/** What only the people of this journey have; none of it may stand in any line. */
const PLANTED = ['覃桂兰', '990101198603120018', '19909900001', '患病住院', '18000.00'];

const OPEN = `mutation ($input: OpenCaseInput!) { openCase(input: $input) { case { id } userErrors { code } } }`;

describe('the log of a journey', () => {
  let house: ServedTestApp;
  let output = '';
  const agency = fakeAgency({ code: 'civil-affairs', roles: ['CIVIL_AFFAIRS_CHECK'] });

  beforeAll(async () => {
    const sink = new Writable({
      write(chunk: Buffer, _encoding, done) {
        output += chunk.toString();
        done();
      },
    });
    house = await serveTestApp({
      log: createLogger('trace', 'gateway', sink),
      agencies: { COURT_URL: 'http://127.0.0.1:9' },
      wrapConnectors: (connectors) => new Map([...connectors, [agency.code, agency.connector]]),
    });
  });
  afterAll(() => house.close());

  const lines = (): Record<string, unknown>[] =>
    output
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Record<string, unknown>);

  const input = {
    idempotencyKey: '01990000-0000-7000-8000-0000000000aa',
    serviceItemCode: 'hardship-aid',
    channel: 'WINDOW',
    applicant: { name: '覃桂兰', residentId: '990101198603120018', phone: '19909900001' },
    divisionCode: '990101',
    form: {
      householdSize: 3,
      annualIncome: '18000.00',
      rigidExpenditure: '9000.00',
      hardshipCause: 'ILLNESS',
      facts: '主要劳动力患病住院',
    },
    consents: ['economic-check', 'home-visit'],
  };

  it('names nobody, through acceptance, refusals, failing agencies and errors that quote everything', async () => {
    agency.answer = ({ message }) => {
      throw new AgencyUnavailableError('MALFORMED', `cannot read ${JSON.stringify(message.applicant)}`, {
        cause: new Error(JSON.stringify(message.fields)),
      });
    };

    await house.post('window', { query: OPEN, variables: { input } });
    await house.post('window', { query: OPEN, variables: { input: { ...input, applicant: '覃桂兰' } } });
    await house.post('window', { query: `{ cases(filter: "覃桂兰 990101198603120018") { nodes { id } } }` });
    await house.drain();
    const { log } = house.app;
    log.error({ err: new Error(`duplicate key (resident_id)=(990101198603120018)`), variables: { input } }, 'failed');
    createLoggerLine(input);

    for (const planted of PLANTED) expect(output, planted).not.toContain(planted);
  });

  /** As a careless line would be written. */
  function createLoggerLine(given: object): void {
    const sink = new Writable({
      write(chunk: Buffer, _encoding, done) {
        output += chunk.toString();
        done();
      },
    });
    createLogger('trace', 'gateway', sink).warn({ input: given, seen: '覃桂兰' }, 'careless 19909900001');
  }

  it('carries the request on every line that is written for it', async () => {
    output = '';
    const answer = await fetch(`${house.url}/webhooks/court`, { method: 'POST', body: '{}' });

    expect(answer.status).toBe(401);
    const broken = await house.post('window', { query: '{ cases { nodes { id } } }', variables: 1 });
    expect(broken.status).toBeGreaterThanOrEqual(400);
    await fetch(`${house.url}/%zz`);
    expect(lines().length).toBeGreaterThan(0);
    for (const line of lines()) expect(line, JSON.stringify(line)).toHaveProperty('requestId');
  });
});
