import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { application, check, filing, people, PLAIN } from './support/requests.ts';
import { startAgency, type AgencyProcess } from './support/start-agency.ts';

const LOOK_UP = { fydm: '桂9901', sfzhs: [PLAIN.residentId] };

describe('an agency told to misbehave', () => {
  let court: AgencyProcess;
  let bureau: AgencyProcess;
  let office: AgencyProcess;

  beforeAll(async () => {
    [court, bureau, office] = await Promise.all([
      startAgency('court'),
      startAgency('hr-bureau'),
      startAgency('civil-affairs'),
    ]);
  });
  afterEach(async () => {
    for (const agency of [court, bureau, office]) await agency.control('behaviour', { mode: 'normal' });
  });
  afterAll(async () => {
    for (const agency of [court, bureau, office]) await agency.dispose();
  });

  async function recordsOf(agency: AgencyProcess, key: string): Promise<number> {
    const { effects } = (await agency.control('seen')) as { effects: readonly { key: string; count: number }[] };
    return effects.find((effect) => effect.key === key)?.count ?? 0;
  }

  it('records and then cuts the line', async () => {
    await bureau.control('behaviour', { mode: 'record-then-cut', times: 1 });

    await expect(bureau.post('/hrss/zc/sqjs', application('oe-cut', 'ref-cut'))).rejects.toThrow('fetch failed');

    expect(await recordsOf(bureau, 'oe-cut')).toBe(1);
    const { effects } = await bureau.control('seen');
    expect(effects).toContainEqual(expect.objectContaining({ key: 'oe-cut', cuts: 1 }));
  });

  it('answers an error without recording', async () => {
    await court.control('behaviour', { mode: 'errors', status: 503 });

    const reply = await court.post('/fyjk/lajs', filing('oe-503', 'ref-503'));

    expect(reply.status).toBe(503);
    expect(reply.headers.get('retry-after')).toBe('1');
    expect(await recordsOf(court, 'oe-503')).toBe(0);
  });

  it('says inside an HTTP 200 that the bureau is busy', async () => {
    await bureau.control('behaviour', { mode: 'errors', status: 200 });

    const reply = await bureau.post('/hrss/zc/sqjs', application('oe-busy', 'ref-busy'));

    expect(reply.status).toBe(200);
    expect(new TextDecoder('gb18030').decode(reply.bytes)).toContain('<ERR>系统忙，请稍后再试</ERR>');
    expect(await recordsOf(bureau, 'oe-busy')).toBe(0);
  });

  it('fails every second request at a rate of one half, and the named paths only', async () => {
    await court.control('behaviour', { mode: 'errors', rate: 0.5, forPaths: ['/fyjk/ajcx'] });

    const statuses: number[] = [];
    for (let round = 0; round < 4; round += 1) statuses.push((await court.post('/fyjk/ajcx', LOOK_UP)).status);
    const elsewhere = await court.post('/fyjk/lajs', filing('oe-path', 'ref-path'));

    expect(statuses).toEqual([200, 503, 200, 503]);
    expect(elsewhere.status).toBe(202);
  });

  it('takes a request and never answers it', async () => {
    await court.control('behaviour', { mode: 'hang', times: 1 });
    const body = JSON.stringify(filing('oe-hang', 'ref-hang'));

    const asked = fetch(`${court.url}/fyjk/lajs`, { method: 'POST', body, signal: AbortSignal.timeout(300) });

    await expect(asked).rejects.toThrow(/timeout/);
    expect(await recordsOf(court, 'oe-hang')).toBe(0);
  });

  it('answers late in mode slow', async () => {
    await court.control('behaviour', { mode: 'slow', delayMs: 150 });
    const started = performance.now();

    const reply = await court.post('/fyjk/ajcx', LOOK_UP);

    expect(reply.status).toBe(200);
    expect(performance.now() - started).toBeGreaterThanOrEqual(140);
  });

  it('confirms and then keeps silent until released', async () => {
    await court.control('behaviour', { mode: 'silent', times: 1 });
    const reply = await court.post('/fyjk/lajs', filing('oe-silent', 'ref-silent'));
    await court.post('/fyjk/lajs', filing('oe-talk', 'ref-talk'));
    const status = async (referralId: string) => {
      const { matters } = (await court.control('matters')) as {
        matters: readonly { referralId: string; status: string }[];
      };
      return matters.find((matter) => matter.referralId === referralId)?.status;
    };
    await expect.poll(() => status('ref-talk'), { timeout: 10_000, interval: 20 }).toBe('立案');
    const whileSilent = await status('ref-silent');

    await court.control('release', { referralId: 'ref-silent' });

    expect(reply.status).toBe(202);
    expect(whileSilent).toBe('材料已接收');
    await expect.poll(() => status('ref-silent'), { timeout: 10_000, interval: 20 }).toBe('立案');
  });

  it('breaks off in the middle of an answer', async () => {
    const whole = await court.post('/fyjk/ajcx', LOOK_UP);
    await court.control('behaviour', { mode: 'garbage' });

    const half = await court.post('/fyjk/ajcx', LOOK_UP);

    expect(half.status).toBe(200);
    expect(half.bytes.equals(whole.bytes.subarray(0, whole.bytes.length >> 1))).toBe(true);
    expect(() => JSON.parse(half.bytes.toString('utf8')) as unknown).toThrow(SyntaxError);
  });

  it('writes UTF-8 where GB18030 is declared, and the other way round', async () => {
    for (const agency of [court, bureau]) await agency.control('behaviour', { mode: 'wrong-encoding' });

    const fromCourt = await court.post('/fyjk/ajcx', LOOK_UP);
    const fromBureau = await bureau.post('/hrss/sb/cbcx', people(PLAIN.residentId));

    expect(new TextDecoder('gb18030', { fatal: true }).decode(fromCourt.bytes)).toContain('覃桂兰');
    expect(new TextDecoder('utf-8', { fatal: true }).decode(fromBureau.bytes)).toContain('覃桂兰');
    expect(fromBureau.headers.get('content-type')).toContain('GB18030');
  });

  it('masks identities', async () => {
    for (const agency of [court, bureau, office]) await agency.control('behaviour', { mode: 'masked' });

    const replies = [
      await court.post('/fyjk/ajcx', LOOK_UP),
      await bureau.post('/hrss/sb/cbcx', people(PLAIN.residentId)),
      await office.post('/mz/salvation/query', { idCards: [PLAIN.residentId] }),
    ].map((reply) => reply.bytes.toString('latin1'));

    for (const reply of replies) {
      expect(reply).toContain('990101********0018');
      expect(reply).not.toContain(PLAIN.residentId);
    }
  });

  it('refuses what it is sent', async () => {
    for (const agency of [court, bureau, office]) await agency.control('behaviour', { mode: 'refuse' });

    const fromCourt = await court.post('/fyjk/lajs', filing('oe-no', 'ref-no'));
    const fromBureau = await bureau.post('/hrss/zc/sqjs', application('oe-no', 'ref-no'));
    const fromOffice = await office.post('/mz/check/apply', check('oe-no', 'ref-no'));

    expect(fromCourt.bytes.toString('utf8')).toContain('4223');
    expect(new TextDecoder('gb18030').decode(fromBureau.bytes)).toContain('<ERR>不属于受理范围</ERR>');
    expect(fromOffice.bytes.toString('utf8')).toContain('不属于核对范围');
    for (const agency of [court, bureau, office]) expect(await recordsOf(agency, 'oe-no')).toBe(0);
  });

  it('gives the answer it is told to give, and drops its own', async () => {
    await court.control('pace', { paceMs: 60_000 });
    await court.post('/fyjk/lajs', filing('oe-told', 'ref-told'));

    const given = await court.control('answer', {
      referralId: 'ref-told',
      status: '不予立案',
      details: { yy: '不属于受理范围' },
    });
    await court.control('pace', { paceMs: 5 });

    expect(given).toMatchObject({ sequence: 1 });
    const { matters } = await court.control('matters');
    expect(matters).toContainEqual(
      expect.objectContaining({ referralId: 'ref-told', over: true, answers: ['不予立案'] }),
    );
  });

  it('names the mistake in a control request', async () => {
    const reply = await court.post('/_control/behaviour', { mode: 'angry' });

    expect(reply.status).toBe(400);
    expect(reply.bytes.toString('utf8')).toContain('mode must be one of');
  });
});
