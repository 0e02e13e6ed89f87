import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { bankSettingsShape } from '#connectors/bank/env.ts';
import { createBankConnector } from '#connectors/bank/index.ts';
import type { LineTuning } from '#connectors/kit/agency-line.ts';
import type { AgencyConnector } from '#domain/agencies/agency-connector.ts';
import { requireCapability } from '#domain/agencies/require-capability.ts';
import { localDate } from '#domain/referrals/local-date.ts';
import { keepsTheContract } from './contract-suite.ts';
import { callWithin, rejectionOf } from './support/calls.ts';
import { effect, effectKey } from './support/effects.ts';
import { startPlayServer } from './support/play-server.ts';
import { rewritten, sample } from './support/samples.ts';

const said = (name: string) => sample('bank', name);

function bankAt(url: URL, tuning?: LineTuning): AgencyConnector {
  const settings = z.object(bankSettingsShape).parse({ BANK_URL: url.href });
  const connector = createBankConnector(settings, tuning);
  if (!connector) throw new Error('a bank with an address is connected');
  return connector;
}

const referralOne = '7d1c2f0e-4f7b-4a53-9c1e-0a1b2c3d4e01';
const keyOne = effectKey('oe-0b8f6a52-93c4-4d0e-8a77-5e1f2a3b4c01');
const fields = { bankCard: '9901010000000000016', 'granted.decision': '3000.00' };
/** The day stands in the number, and with it in the sample. */
const numberIn = (name: string) => /DF\d{8}-\d\d-\d{6}/.exec(said(name).toString('latin1'))?.[0];

keepsTheContract('bank', {
  encoding: 'gb18030',
  connect: bankAt,
  lookUps: [],
  send: {
    needsIdentity: false,
    fields,
    effects: [
      {
        kind: 'DISPATCH',
        path: '/yqzl/dfsl',
        referralId: referralOne,
        key: keyOne,
        play: { body: said('order.reply.xml') },
        expected: { kind: 'RECEIVED', agencyReference: numberIn('order.reply.xml'), businessStatus: '已受理' },
      },
      {
        kind: 'RECALL',
        path: '/yqzl/dfcx',
        referralId: '7d1c2f0e-4f7b-4a53-9c1e-0a1b2c3d4e05',
        key: effectKey('oe-0b8f6a52-93c4-4d0e-8a77-5e1f2a3b4c09'),
        play: { body: said('revocation.reply.xml') },
        expected: { kind: 'ACCEPTED', agencyReference: numberIn('revocation.reply.xml'), businessStatus: '已撤销' },
      },
    ],
    refused: {
      play: { body: said('order-bad-account.reply.xml') },
      expected: { kind: 'REFUSED', reasonCode: 'MATERIALS_INCOMPLETE', reason: '卡号或户名不合规' },
    },
    wronglyAsked: { body: said('order-conflict.reply.xml') },
  },
  messages: [],
});

describe('the bank besides', () => {
  const order = effect('DISPATCH', { role: 'PAYING_BANK', referralId: referralOne, fields });

  async function heardOf(message: typeof order, reply = said('order.reply.xml')) {
    const server = await startPlayServer();
    const connector = bankAt(server.url);
    server.play({ body: reply });
    const outcome = await requireCapability(connector, 'send')(message, keyOne, callWithin(5_000));
    await connector.close();
    await server.close();
    return { outcome, heard: server.heard.map(({ body }) => iconv.decode(body, 'gb18030')) };
  }

  it('is not connected without an address', () => {
    expect(createBankConnector(z.object(bankSettingsShape).parse({}))).toBeUndefined();
  });

  it('is told name, card and amount, and nothing that says who is ill or why', async () => {
    const { heard } = await heardOf(order);

    expect(heard).toHaveLength(1);
    expect(heard[0]?.replace(/<报文头>.*?<\/报文头>/, '')).toBe(
      '<?xml version="1.0" encoding="GB18030"?>\n<银企报文><报文体>' +
        `<业务流水号>${keyOne}</业务流水号><委托编号>${referralOne}</委托编号><户名>覃桂兰</户名>` +
        '<卡号>9901010000000000016</卡号><金额>3000.00</金额><币种>CNY</币种><摘要>工会补助</摘要>' +
        '<批次日期>20261121</批次日期></报文体></银企报文>',
    );
  });

  it('is told nothing without a card: the answer is a no that brings the matter to a person', async () => {
    const { outcome, heard } = await heardOf({ ...order, fields: { 'granted.decision': '3000.00' } });

    expect(outcome).toEqual({ kind: 'REFUSED', reasonCode: 'MATERIALS_INCOMPLETE', reason: '没有收款账户' });
    expect(heard).toEqual([]);
  });

  it.each([
    ['no amount', { ...order, fields: { bankCard: fields.bankCard } }],
    ['two amounts', { ...order, fields: { ...fields, 'granted.other': '1.00' } }],
    ['no name', { ...order, applicant: {} }],
  ])('stops where the step discloses %s, and sends nothing', async (_what, message) => {
    const { outcome, heard } = await heardOf(message);

    expect(outcome).toMatchObject({ kind: 'STOPPED', fault: 'REJECTED_REQUEST' });
    expect(heard).toEqual([]);
  });

  it('takes no supplement', async () => {
    const { outcome, heard } = await heardOf({ ...order, kind: 'SUPPLEMENT' });

    expect(outcome).toMatchObject({ kind: 'STOPPED', fault: 'NOT_SUPPORTED' });
    expect(heard).toEqual([]);
  });

  it('refuses a recall that comes too late, which is no agreement that nobody was paid', async () => {
    const late = effect('RECALL', { role: 'PAYING_BANK', referralId: referralOne });

    const { outcome } = await heardOf(late, said('revocation-too-late.reply.xml'));

    expect(outcome).toEqual({ kind: 'REFUSED', reasonCode: 'OTHER', reason: '批次已发送，不能撤销' });
  });

  it.each([
    ['is over its limit', '1002', { kind: 'REFUSED', reasonCode: 'NOT_ACCEPTED' }],
    ['closes its day', '9999', { kind: 'RETRY', fault: 'SERVER_ERROR' }],
    ['knows no such order', '2003', { kind: 'STOPPED', fault: 'REJECTED_REQUEST' }],
    ['says what nobody told us about', '7777', { kind: 'UNKNOWN', fault: 'MALFORMED' }],
  ])('has an outcome of its own when it %s', async (_what, code, expected) => {
    const reply = rewritten(said('order.reply.xml'), 'gb18030', (text) =>
      text.replace('0000</应答码>', `${code}</应答码>`),
    );

    expect((await heardOf(order, reply)).outcome).toMatchObject(expected);
  });

  it.each([
    ['one row less than it says', (text: string) => text.replace('<数量>1<', '<数量>2<')],
    ['a word nobody knows', (text: string) => text.replace('已发送', '已挂起')],
    [
      'a cursor that stands still',
      (text: string) => text.replace('是否还有>否', '是否还有>是').replace('标>1<', '标>0<'),
    ],
  ])('takes no list for a list that has %s', async (_what, spoil) => {
    const list =
      '<?xml version="1.0" encoding="GB18030"?><银企报文><应答码>0000</应答码><报文体><总数>1</总数><数量>1</数量>' +
      `<下一游标>1</下一游标><是否还有>否</是否还有><明细列表><明细><业务流水号>${keyOne}</业务流水号>` +
      `<委托编号>${referralOne}</委托编号><受理编号>DF20261121-01-000001</受理编号><状态>已发送</状态>` +
      '<受理时间>2026-11-21 16:05:31</受理时间></明细></明细列表></报文体></银企报文>';
    const server = await startPlayServer();
    const connector = bankAt(server.url);
    const ask = () => requireCapability(connector, 'readLedger')(localDate('2026-11-21'), undefined, callWithin(5_000));

    server.play({ body: iconv.encode(list, 'gb18030') });
    const whole = await ask();
    server.play({ body: iconv.encode(spoil(list), 'gb18030') });
    const fault = await rejectionOf(ask());
    await connector.close();
    await server.close();

    expect(whole).toEqual({
      total: 1,
      nextCursor: undefined,
      lines: [
        {
          key: keyOne,
          referralId: referralOne,
          status: 'RECEIVED',
          references: ['DF20261121-01-000001'],
          at: new Date('2026-11-21T08:05:31Z'),
        },
      ],
    });
    expect(fault).toMatchObject({ fault: 'MALFORMED' });
  });
});
