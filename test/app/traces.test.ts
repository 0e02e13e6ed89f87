import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createObservation } from '#app/operations/create-observation.ts';
import { traceDispatch } from '#app/operations/trace-work.ts';
import { runJobs, type RunningJobs } from '#jobs/run-jobs.ts';
import { startTracing, type Tracing } from '#platform/start-tracing.ts';
import { openTestQueues, type TestQueues } from '../jobs/support/queues.ts';
import { serveTestApp, type ServedTestApp } from '../support/serve-test-app.ts';

interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly attributes: readonly { key: string; value: unknown }[];
}

const CALLER = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const OPEN = `mutation ($input: OpenCaseInput!) { openCase(input: $input) { case { id } userErrors { code } } }`;

describe('a trace', () => {
  const spans: Span[] = [];
  const atAgency: (string | undefined)[] = [];
  const servers: Server[] = [];
  let house: ServedTestApp;
  let behind: TestQueues;
  let jobs: RunningJobs;
  let tracing: Tracing | undefined;

  beforeAll(async () => {
    const collector = await serve((path, body) => {
      if (path !== '/v1/traces') return;
      const sent = JSON.parse(body) as { resourceSpans: { scopeSpans: { spans: Span[] }[] }[] };
      spans.push(...sent.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)));
    });
    const agency = await serve((_path, _body, traceparent) => void atAgency.push(traceparent));
    tracing = await startTracing(collector, 'gateway');
    const observation = createObservation('gateway');
    house = await serveTestApp({ agencies: { CIVIL_AFFAIRS_URL: agency }, wrapConnectors: observation.watch });
    behind = openTestQueues(house.app.databaseUrl);
    jobs = await runJobs({
      usecases: traceDispatch(house.app),
      queues: behind.queues,
      agencies: ['civil-affairs'],
      polledAgencies: [],
      pollEveryMs: 60_000,
      listen: async () => async () => {},
      onError: () => {},
    });
  });
  afterAll(async () => {
    await jobs.stop();
    await behind.close();
    await tracing?.stop();
    await house.close();
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
  });

  async function serve(seen: (path: string, body: string, traceparent: string | undefined) => void): Promise<string> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { traceparent } = request.headers;
        seen(
          request.url ?? '',
          Buffer.concat(chunks).toString(),
          typeof traceparent === 'string' ? traceparent : undefined,
        );
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      });
    });
    servers.push(server);
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  it('goes from the caller through the gateway and the job to the agency', async () => {
    const input = {
      idempotencyKey: '01990000-0000-7000-8000-0000000000ab',
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

    await house.post('window', { query: OPEN, variables: { input } }, { traceparent: CALLER });
    await vi.waitFor(() => expect(atAgency.length).toBeGreaterThan(0), 15_000);
    await vi.waitFor(() => expect(spans.map(({ name }) => name)).toContain('send civil-affairs'), 15_000);

    const named = (name: string): Span | undefined => spans.find((span) => span.name === name);
    const [request, job, call] = [named('POST /graphql'), named('dispatch-effect'), named('send civil-affairs')];
    expect(request).toMatchObject({ traceId: CALLER.split('-')[1], parentSpanId: CALLER.split('-')[2] });
    expect(job).toMatchObject({ traceId: request?.traceId, parentSpanId: request?.spanId });
    expect(call).toMatchObject({ traceId: request?.traceId, parentSpanId: job?.spanId });
    expect(atAgency).toContain(`00-${call?.traceId}-${call?.spanId}-01`);
    expect(JSON.stringify(spans)).not.toMatch(/覃桂兰|990101198603120018|19909900001|患病/);
  });

  it('begins anew for a caller whose header is none', async () => {
    await house.post(
      'window',
      { query: '{ __typename }' },
      { traceparent: `00-${'0'.repeat(32)}-${'0'.repeat(16)}-01` },
    );

    await vi.waitFor(
      () => expect(spans.filter(({ name }) => name === 'POST /graphql').length).toBeGreaterThan(1),
      15_000,
    );
    const last = spans.findLast(({ name }) => name === 'POST /graphql');
    expect(last?.parentSpanId).toBeUndefined();
    expect(last?.traceId).not.toMatch(/^0+$/);
  });

  it('is not recorded without a collector', async () => {
    expect(await startTracing(undefined, 'gateway')).toBeUndefined();
  });
});
