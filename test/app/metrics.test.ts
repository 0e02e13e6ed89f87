import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createScrape, type Scrape } from '#app/metrics/create-scrape.ts';
import { serveMetrics } from '#app/metrics/serve-metrics.ts';
import { createObservation } from '#app/operations/create-observation.ts';
import { personaToken } from '#app/personas.ts';
import { serveTestApp, type ServedTestApp } from '../support/serve-test-app.ts';
import { type FakeAgency, fakeAgency } from '../usecases/support/fake-agency.ts';
import { openStage } from '../usecases/support/stage.ts';

const ALERTS = path.resolve(import.meta.dirname, '../../docs/operations/alerts.yaml');

interface AlertFile {
  groups: { rules: { alert: string; expr: string; annotations: { summary: string; runbook: string } }[] }[];
}

/** The value of the line of that name that has all these labels, in whatever order. */
function valueOf(text: string, name: string, labels: Record<string, string>): number | undefined {
  const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  const line = text
    .split('\n')
    .find((each) => each.startsWith(`${name}{`) && wanted.every((label) => each.includes(label)));
  return line === undefined ? undefined : Number(line.split(' ').at(-1));
}

const rules = (parse(readFileSync(ALERTS, 'utf8')) as AlertFile).groups.flatMap((group) => group.rules);

describe('/metrics', () => {
  let house: ServedTestApp;
  let scrape: Scrape;
  const court = fakeAgency({ code: 'court-of-tests', roles: ['COURT_FILING'] });
  const observation = createObservation('gateway');

  beforeAll(async () => {
    house = await serveTestApp({
      wrapConnectors: (connectors) => observation.watch(new Map([...connectors, [court.code, court.connector]])),
      doors(app) {
        scrape = createScrape(app, observation.metrics);
        return { metrics: observation.metrics, scrape };
      },
    });
  });
  afterAll(async () => {
    scrape.stop();
    await house.close();
  });

  const get = async (as?: 'operator' | 'window'): Promise<Response> =>
    fetch(`${house.url}/metrics`, as ? { headers: { authorization: `Bearer ${await personaToken(as)}` } } : {});

  it('is for operators', async () => {
    expect((await get()).status).toBe(401);
    expect((await get('window')).status).toBe(403);
    expect((await get('operator')).status).toBe(200);
  });

  it('times operations by the fields of the schema, whatever a caller calls them', async () => {
    await house.post('window', { query: 'query Anything { cases { nodes { id } } }' });
    await house.post('window', { query: 'query Secret990101 { cases { nodes { id } } }' });
    await house.post('window', { query: 'query { noSuchField }' });

    const text = await (await get('operator')).text();

    expect(valueOf(text, 'onedoor_operation_seconds_count', { kind: 'query', field: 'cases' })).toBe(2);
    expect(valueOf(text, 'onedoor_graphql_errors_total', { code: 'GRAPHQL_VALIDATION_FAILED' })).toBe(1);
    expect(valueOf(text, 'onedoor_http_request_seconds_count', { route: '/graphql', status: '200' })).toBe(2);
    expect(text).not.toMatch(/Secret|noSuchField/);
  });

  it('counts calls by agency, outcome and fault', async () => {
    const connector = house.app.dependencies.connectors.get(court.code);
    const call = { deadline: new Date(Date.now() + 1_000), signal: AbortSignal.timeout(1_000) };
    court.answer = () => ({ kind: 'RETRY', fault: 'THROTTLED' });

    await connector?.send?.({} as never, 'oe-1' as never, call);

    const text = await scrape.text();
    const labels = { agency: 'court-of-tests', action: 'send', outcome: 'RETRY' };
    expect(valueOf(text, 'onedoor_agency_call_seconds_count', labels)).toBe(1);
    expect(valueOf(text, 'onedoor_agency_faults_total', { agency: 'court-of-tests', fault: 'THROTTLED' })).toBe(1);
  });

  it('holds every metric that an alert rule names, and its runbook', async () => {
    const text = await scrape.text();
    const exported = new Set([...text.matchAll(/^# TYPE (\w+)/gm)].map(([, name]) => name ?? ''));
    const named = rules.flatMap(({ alert, expr }) =>
      [...expr.matchAll(/onedoor_\w+/g)].map(([name]) => ({ alert, name: name.replace(/_(bucket|count|sum)$/, '') })),
    );
    const runbook = readFileSync(path.join(path.dirname(ALERTS), 'what-can-go-wrong.md'), 'utf8');

    expect(rules.length).toBeGreaterThan(10);
    expect(named.length).toBeGreaterThanOrEqual(rules.length);
    expect(named.filter(({ name }) => !exported.has(name))).toEqual([]);
    for (const { annotations } of rules)
      expect(runbook, annotations.runbook).toContain(`<a id="${annotations.runbook.split('#')[1]}"></a>`);
  });

  it('is served on the loopback without a token where a port is set', async () => {
    const served = await serveMetrics({ METRICS_PORT: 0, METRICS_HOST: '127.0.0.1' }, scrape);

    const metrics = await fetch(`${served?.url}/metrics`);
    const other = await fetch(`${served?.url}/health`);
    await served?.stop();

    expect(metrics.status).toBe(200);
    expect(metrics.headers.get('content-type')).toContain('text/plain');
    expect(other.status).toBe(404);
    expect(await serveMetrics({ METRICS_PORT: undefined, METRICS_HOST: '127.0.0.1' }, scrape)).toBeUndefined();
  });
});

describe('what the tables say', () => {
  it('is shown by agency and status, without an id or a name', async () => {
    const union: FakeAgency = fakeAgency();
    const stage = await openStage([union]);
    const observation = createObservation('worker');
    const scrape = createScrape(stage.app, observation.metrics);
    const { caseId, referralId } = await stage.openMediation();
    await stage.app.database.prisma.$executeRaw`UPDATE agency SET paused_at = now() WHERE code = 'court'`;

    const text = await scrape.text();
    scrape.stop();
    await stage.close();

    expect(valueOf(text, 'onedoor_outbox_rows', { agency: 'union', status: 'PENDING' })).toBe(1);
    expect(valueOf(text, 'onedoor_agency_paused', { agency: 'court' })).toBe(1);
    expect(valueOf(text, 'onedoor_processes', { running: 'worker' })).toBe(0);
    expect(valueOf(text, 'onedoor_backlog_known', {})).toBe(1);
    expect(text).not.toContain(caseId);
    expect(text).not.toContain(referralId);
  });

  it('is absent and not old while the database does not answer', async () => {
    const stage = await openStage([fakeAgency()]);
    const observation = createObservation('worker');
    const scrape = createScrape(
      {
        ...stage.app,
        database: {
          ...stage.app.database,
          prisma: { $queryRaw: async () => Promise.reject(new Error('gone')) } as never,
        },
      },
      observation.metrics,
    );

    const text = await scrape.text();
    scrape.stop();
    await stage.close();

    expect(valueOf(text, 'onedoor_backlog_known', {})).toBe(0);
    expect(text).not.toMatch(/^onedoor_outbox_rows\{/m);
  });
});
