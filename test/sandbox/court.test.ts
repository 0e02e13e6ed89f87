import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentOf, startGatewayStub, type GatewayStub } from './support/gateway-stub.ts';
import { filing, PLAIN } from './support/requests.ts';
import { startAgency, type AgencyProcess, type Reply } from './support/start-agency.ts';

interface CourtReply {
  readonly code: number;
  readonly msg: string;
  readonly data: Readonly<Record<string, unknown>> | null;
}

function read(reply: Reply): CourtReply {
  return JSON.parse(reply.bytes.toString('utf8')) as CourtReply;
}

describe('the court', () => {
  let court: AgencyProcess;
  let gateway: GatewayStub;

  beforeAll(async () => {
    gateway = await startGatewayStub();
    court = await startAgency('court', { SANDBOX_GATEWAY_URL: gateway.url });
  });
  afterAll(async () => {
    await court.dispose();
    await gateway.close();
  });

  /** The statuses pushed about one referral, once `count` of them have come. */
  async function progressOf(referralId: string, count: number): Promise<readonly Record<string, unknown>[]> {
    const about = () => gateway.received.map(contentOf).filter((content) => content['zbdh'] === referralId);
    await expect.poll(() => about().length, { timeout: 10_000, interval: 10 }).toBeGreaterThanOrEqual(count);
    return about();
  }

  it('makes one record and gives the same answer however often a key is sent', async () => {
    const first = await court.post('/fyjk/lajs', filing('oe-once', 'ref-once'));
    const again = await court.post('/fyjk/lajs', filing('oe-once', 'ref-once'));

    expect(first.status).toBe(202);
    expect(again.bytes.equals(first.bytes)).toBe(true);
    const { effects } = await court.control('seen');
    expect(effects).toContainEqual(
      expect.objectContaining({ key: 'oe-once', referralId: 'ref-once', kind: 'DISPATCH', count: 1, requests: 2 }),
    );
  });

  it('makes one record when the same key arrives many times at once', async () => {
    const replies = await Promise.all(
      Array.from({ length: 10 }, () => court.post('/fyjk/lajs', filing('oe-crowd', 'ref-crowd'))),
    );

    expect(new Set(replies.map((reply) => reply.bytes.toString('utf8'))).size).toBe(1);
    const { effects } = await court.control('seen');
    expect(effects).toContainEqual(expect.objectContaining({ key: 'oe-crowd', count: 1, requests: 10 }));
  });

  it('refuses a key that comes back with other content', async () => {
    await court.post('/fyjk/lajs', filing('oe-other', 'ref-other'));

    const reply = await court.post('/fyjk/lajs', filing('oe-other', 'ref-another'));

    expect(reply.status).toBe(409);
    expect(read(reply)).toMatchObject({ code: 4090, data: { zbdh: 'ref-another' } });
  });

  it('confirms first and dockets later, with rising sequence numbers and a docket number', async () => {
    await court.post('/fyjk/lajs', filing('oe-plain', 'ref-plain'));

    const progress = await progressOf('ref-plain', 3);

    expect(progress.map((message) => [message['xh'], message['ajzt']])).toEqual([
      [1, '收到材料'],
      [2, '已受理'],
      [3, '立案'],
    ]);
    expect(progress[2]?.['ah']).toMatch(/^（\d{4}）桂9901民初\d+号$/);
    expect(progress[0]?.['ah']).toBeNull();
  });

  it.each([
    ['990101199501010031', ['收到材料', '退回补正'], '材料不全'],
    ['990101196811230087', ['收到材料', '不予立案'], '不属于受理范围'],
  ])('forces the outcome of %s', async (residentId, statuses, reason) => {
    const referralId = `ref-${residentId}`;
    await court.post('/fyjk/lajs', filing(`oe-${residentId}`, referralId, residentId));

    const progress = await progressOf(referralId, statuses.length);

    expect(progress.map((message) => message['ajzt'])).toEqual(statuses);
    expect(progress.at(-1)?.['yy']).toBe(reason);
  });

  it('goes on after the supplement it asked for', async () => {
    await court.post('/fyjk/lajs', filing('oe-ask', 'ref-ask', '990101197505120079'));
    await progressOf('ref-ask', 2);

    const reply = await court.post('/fyjk/bzcl', { wybs: 'oe-supply', zbdh: 'ref-ask', bzsm: '补交劳动合同复印件' });

    expect(reply.status).toBe(202);
    const progress = await progressOf('ref-ask', 4);
    expect(progress.map((message) => message['ajzt'])).toEqual(['收到材料', '要求补正', '已受理', '立案']);
  });

  it('says nothing about a matter that was recalled', async () => {
    await court.control('pace', { paceMs: 60_000 });
    await court.post('/fyjk/lajs', filing('oe-recalled', 'ref-recalled'));
    const reply = await court.post('/fyjk/lach', { wybs: 'oe-recall', zbdh: 'ref-recalled', chyy: '申请人撤回申请' });
    await court.control('pace', { paceMs: 5 });

    await court.post('/fyjk/lajs', filing('oe-after', 'ref-after'));
    await progressOf('ref-after', 3);

    expect(read(reply)).toMatchObject({ code: 200, data: { ajzt: '已撤回', zbdh: 'ref-recalled' } });
    expect(gateway.received.map(contentOf).filter((content) => content['zbdh'] === 'ref-recalled')).toEqual([]);
  });

  it('does not take back what is docketed already', async () => {
    await court.post('/fyjk/lajs', filing('oe-late', 'ref-late'));
    await progressOf('ref-late', 3);

    const reply = await court.post('/fyjk/lach', { wybs: 'oe-late-recall', zbdh: 'ref-late' });

    expect(reply.status).toBe(422);
    expect(read(reply).code).toBe(4224);
  });

  it.each([
    ['no applicant', { ...filing('oe-bad', 'ref-bad'), sqr: {} }, 400, 4000],
    [
      'an ID number written as a number',
      { ...filing('oe-bad', 'ref-bad'), sqr: { sfzh: Number(PLAIN.residentId) } },
      400,
      4000,
    ],
    ['a wrong check digit', filing('oe-bad', 'ref-bad', '990101198603120019'), 422, 4221],
    ['another court', { ...filing('oe-bad', 'ref-bad'), fydm: '桂9902' }, 422, 4222],
  ])('refuses a filing with %s and records nothing', async (_what, body, status, code) => {
    const reply = await court.post('/fyjk/lajs', body);

    expect(reply.status).toBe(status);
    expect(read(reply).code).toBe(code);
    const { effects } = await court.control('seen');
    expect(effects).not.toContainEqual(expect.objectContaining({ key: 'oe-bad' }));
  });

  it('looks up fifty people at once and no more', async () => {
    const fifty = [PLAIN.residentId, ...Array.from({ length: 49 }, () => '990101197309080022')];

    const found = read(await court.post('/fyjk/ajcx', { fydm: '桂9901', sfzhs: fifty }));
    const tooMany = await court.post('/fyjk/ajcx', { fydm: '桂9901', sfzhs: [...fifty, PLAIN.residentId] });

    expect(found.data).toMatchObject({
      total: 1,
      totalPages: 1,
      pageNum: 1,
      list: [{ sfzh: PLAIN.residentId, ajzt: '归档' }],
    });
    expect(tooMany.status).toBe(400);
    expect(read(tooMany).code).toBe(4001);
  });

  it('pages through dockets', async () => {
    const sfzhs = ['990101197505120079', PLAIN.residentId];

    const pages = await Promise.all(
      [1, 2, 3, 4].map((pageNum) => court.post('/fyjk/ajcx', { sfzhs, pageNum, pageSize: 1 })),
    );

    const lists = pages.map((page) => read(page).data?.['list'] as readonly object[]);
    expect(lists.map((list) => list.length)).toEqual([1, 1, 1, 0]);
    expect(read(pages[0]!).data).toMatchObject({ total: 3, totalPages: 3 });
  });
});
