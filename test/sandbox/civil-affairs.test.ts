import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentOf, startGatewayStub, type GatewayStub, type ReceivedWebhook } from './support/gateway-stub.ts';
import { check, PLAIN } from './support/requests.ts';
import { startAgency, type AgencyProcess, type Reply } from './support/start-agency.ts';

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

interface Envelope {
  readonly code: string;
  readonly msg: string;
  readonly data: Readonly<Record<string, unknown>> | null;
}

interface Batch {
  readonly batchNo: string;
  readonly declaredCount: number;
  readonly rows: readonly { readonly worker: { readonly idCard?: unknown } }[];
}

function read(reply: Reply): Envelope {
  return JSON.parse(new TextDecoder().decode(reply.bytes)) as Envelope;
}

function dataOf(webhook: ReceivedWebhook): Readonly<Record<string, unknown>> {
  return contentOf(webhook)['data'] as Readonly<Record<string, unknown>>;
}

describe('civil affairs', () => {
  let office: AgencyProcess;
  let gateway: GatewayStub;

  beforeAll(async () => {
    gateway = await startGatewayStub();
    office = await startAgency('civil-affairs', { SANDBOX_GATEWAY_URL: gateway.url });
  });
  afterAll(async () => {
    await office.dispose();
    await gateway.close();
  });

  async function progressOf(referralId: string, count: number): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const about = () => gateway.received.map(dataOf).filter((data) => data['referralNo'] === referralId);
    await expect.poll(() => about().length, { timeout: 10_000, interval: 10 }).toBeGreaterThanOrEqual(count);
    return about();
  }

  async function pushed(request: object): Promise<Batch> {
    const { batchNo } = await office.control('push-households', request);
    const find = () => gateway.received.find((webhook) => dataOf(webhook)['batchNo'] === batchNo);
    await expect.poll(find, { timeout: 10_000, interval: 10 }).toBeDefined();
    return dataOf(find()!) as unknown as Batch;
  }

  it('begins the answer about several people with a byte order mark', async () => {
    const one = await office.post('/mz/salvation/query', { idCards: [PLAIN.residentId] });
    const two = await office.post('/mz/salvation/query', { idCards: [PLAIN.residentId, '990101198808080064'] });

    expect(one.bytes.subarray(0, 3).equals(BYTE_ORDER_MARK)).toBe(false);
    expect(two.bytes.subarray(0, 3).equals(BYTE_ORDER_MARK)).toBe(true);
    expect(read(two)).toMatchObject({ code: '0', data: { count: 2 } });
  });

  it('reports more than twenty people in the envelope, not in the HTTP status', async () => {
    const reply = await office.post('/mz/salvation/query', {
      idCards: Array.from({ length: 21 }, () => PLAIN.residentId),
    });

    expect(reply.status).toBe(200);
    expect(read(reply)).toEqual({ code: '-1', msg: '每次最多查询20人', data: null });
  });

  it('makes two checks of one key sent twice', async () => {
    const first = read(await office.post('/mz/check/apply', check('oe-twice', 'ref-twice')));
    const second = read(await office.post('/mz/check/apply', check('oe-twice', 'ref-twice')));

    expect(first.data?.['checkNo']).not.toBe(second.data?.['checkNo']);
    const { effects } = await office.control('seen');
    expect(effects).toContainEqual(expect.objectContaining({ key: 'oe-twice', count: 2 }));
  });

  it.each([
    [
      PLAIN.residentId,
      [
        ['核对中', ''],
        ['核对完成', '符合'],
      ],
    ],
    [
      '990101198107300124',
      [
        ['核对中', ''],
        ['核对完成', '不符合'],
      ],
    ],
    ['990101197711040133', [['退回', '']]],
    [
      '990101199308090148',
      [
        ['核对中', ''],
        ['要求补充', ''],
      ],
    ],
  ])('takes the check on %s through its course', async (residentId, course) => {
    const referralId = `ref-${residentId}`;
    await office.post('/mz/check/apply', check(`oe-${residentId}`, referralId, residentId));

    const progress = await progressOf(referralId, course.length);

    expect(progress.map((data) => [data['state'], data['conclusion']])).toEqual(course);
  });

  it('holds one check until it is released', async () => {
    await office.post('/mz/check/apply', check('oe-held', 'ref-held', '99010119680420004X'));
    await progressOf('ref-held', 1);
    const { matters } = await office.control('matters');

    const { released } = await office.control('release', { referralId: 'ref-held' });

    expect(matters).toContainEqual(expect.objectContaining({ referralId: 'ref-held', held: true, over: false }));
    expect(released).toBe(1);
    const progress = await progressOf('ref-held', 2);
    expect(progress[1]).toMatchObject({ state: '核对完成', conclusion: '符合', seq: 2 });
  });

  it('answers nobody about the person who is never answered, unless told to', async () => {
    await office.post('/mz/check/apply', check('oe-never', 'ref-never', '990101198808080064'));
    const released = await office.control('release', {});
    await office.control('answer', { referralId: 'ref-never', status: '退回', details: { reason: '授权书缺失' } });

    const progress = await progressOf('ref-never', 1);

    expect(released['released']).toBe(0);
    expect(progress).toEqual([expect.objectContaining({ state: '退回', reason: '授权书缺失', seq: 1 })]);
  });

  it('pushes a batch whose declared count is its number of rows', async () => {
    const batch = await pushed({ count: 4 });

    expect(batch.declaredCount).toBe(4);
    expect(batch.rows.map((row) => row.worker.idCard)).toEqual([
      '990101198603120018',
      '990101197309080022',
      '990101199501010031',
      '99010119680420004X',
    ]);
  });

  it('dates a batch as it is told: decided in October of that year, valid for twelve months', async () => {
    const batch = await pushed({ count: 1, batchNo: 'QRPC-DATED', sentAt: '2025-10-13T02:00:00Z' });

    expect(batch).toMatchObject({
      sendTime: '2025-10-13 10:00:00',
      rows: [{ decideDate: '2025-10-08', validTo: '2026-10-07' }],
    });
  });

  it('spoils rows and the count on request', async () => {
    const faults = [
      'missing-id',
      'full-width-digits',
      'leading-apostrophe',
      'bad-check-digit',
      'numeric-id',
      'count-mismatch',
    ];

    const batch = await pushed({ count: 6, faults });

    const [good, missing, fullWidth, apostrophe, wrongDigit, number] = batch.rows.map((row) => row.worker.idCard);
    expect(good).toBe('990101198603120018');
    expect(missing).toBeUndefined();
    expect(fullWidth).toBe('９９０１０１１９９５０１０１００３１');
    expect(apostrophe).toBe("'99010119680420004X");
    expect(wrongDigit).not.toBe('990101200002290054');
    expect(number).toBeTypeOf('number');
    expect(String(number)).not.toBe('990101198808080064');
    expect(batch.declaredCount).toBe(7);
  });

  it('sends the same batch again under another message id', async () => {
    const { batchNo } = await pushed({ count: 2, batchNo: 'QRPC-AGAIN' });
    await office.control('push-households', { batchNo });
    const about = () => gateway.received.filter((webhook) => dataOf(webhook)['batchNo'] === batchNo);

    await expect.poll(() => about().length, { timeout: 10_000, interval: 10 }).toBe(2);

    const [first, second] = about();
    expect(second?.body.equals(first!.body)).toBe(true);
    expect(second?.headers['webhook-id']).not.toBe(first?.headers['webhook-id']);
  });
});
