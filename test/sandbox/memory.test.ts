import { afterEach, describe, expect, it } from 'vitest';
import { contentOf, startGatewayStub, type GatewayStub } from './support/gateway-stub.ts';
import { application, check, filing, xml } from './support/requests.ts';
import { startAgency, type AgencyProcess } from './support/start-agency.ts';

describe('an agency that is killed and started again', () => {
  const running: (AgencyProcess | GatewayStub)[] = [];

  afterEach(async () => {
    for (const each of running.splice(0)) await ('dispose' in each ? each.dispose() : each.close());
  });

  async function start(agency: string, env?: Readonly<Record<string, string>>): Promise<AgencyProcess> {
    const started = await startAgency(agency, env);
    running.push(started);
    return started;
  }

  it('still honours a key it has seen', async () => {
    const court = await start('court', { SANDBOX_PACE_MS: '60000' });
    const first = await court.post('/fyjk/lajs', filing('oe-1', 'ref-1'));

    await court.killAndRestart();
    const again = await court.post('/fyjk/lajs', filing('oe-1', 'ref-1'));

    expect(again.bytes.equals(first.bytes)).toBe(true);
    const { effects } = await court.control('seen');
    expect(effects).toEqual([expect.objectContaining({ key: 'oe-1', count: 1, requests: 2 })]);
  });

  it('still fails on what it was set up to fail on, and on nothing else', async () => {
    const court = await start('court', { SANDBOX_POISON: '990101197505120079,990101196811230087' });
    await court.killAndRestart();

    const poisoned = await court.post('/fyjk/lajs', filing('oe-1', 'ref-1', '990101196811230087'));
    const other = await court.post('/fyjk/lajs', filing('oe-2', 'ref-2'));

    expect([poisoned.status, other.status]).toEqual([500, 202]);
    const { effects } = await court.control('seen');
    expect(effects).toEqual([expect.objectContaining({ key: 'oe-2' })]);
  });

  it('goes on with half-done matters and delivers what was not delivered', async () => {
    const gateway = await startGatewayStub();
    running.push(gateway);
    gateway.answerWith(500);
    const court = await start('court');
    await court.control('gateway', { url: gateway.url });
    await court.post('/fyjk/lajs', filing('oe-1', 'ref-1'));
    const [undelivered] = await gateway.waitForWebhooks(1);

    await court.killAndRestart();
    gateway.answerWith(204);

    await expect
      .poll(() => court.control('deliveries'), { timeout: 10_000, interval: 20 })
      .toEqual({ pending: 0, delivered: 3 });
    const repeated = gateway.received.filter(
      (webhook) => webhook.headers['webhook-id'] === undelivered?.headers['webhook-id'],
    );
    expect(repeated.length).toBeGreaterThan(1);
    expect(repeated.every((webhook) => webhook.body.equals(undelivered!.body))).toBe(true);
    expect(gateway.received.map((webhook) => contentOf(webhook)['ajzt'])).toContain('立案');
  });

  it('keeps its result numbers, so that a cursor stays good', async () => {
    const bureau = await start('hr-bureau');
    await bureau.post('/hrss/zc/sqjs', application('oe-1', 'ref-1'));
    const read = async (cursor: number) =>
      (await bureau.post('/hrss/zc/jgdq', xml('ZC05', `<游标>${cursor}</游标>`))).bytes;
    const rows = async (cursor: number) =>
      [...(await read(cursor)).toString('latin1').matchAll(/JG\d{10}/g)].map(String);
    await expect.poll(() => rows(0), { timeout: 10_000, interval: 20 }).toHaveLength(3);
    const before = await rows(0);

    await bureau.killAndRestart();
    await bureau.post('/hrss/zc/sqjs', application('oe-2', 'ref-2'));

    await expect.poll(() => rows(3), { timeout: 10_000, interval: 20 }).toHaveLength(3);
    expect((await rows(0)).slice(0, 3)).toEqual(before);
  });

  it('gives no number twice', async () => {
    const office = await start('civil-affairs', { SANDBOX_PACE_MS: '60000' });
    const first = await office.post('/mz/check/apply', check('oe-1', 'ref-1'));

    await office.killAndRestart();
    const second = await office.post('/mz/check/apply', check('oe-2', 'ref-2'));

    expect(first.bytes.toString('utf8')).toMatch(/HD\d{4}000001/);
    expect(second.bytes.toString('utf8')).toMatch(/HD\d{4}000002/);
  });

  it('ends cleanly when asked to', async () => {
    const court = await start('court');

    expect(await court.terminate()).toBe(0);
  });
});
