import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { hrBureauSettingsShape } from '#connectors/hr-bureau/env.ts';
import { createHrBureauConnector } from '#connectors/hr-bureau/index.ts';
import type { LineTuning } from '#connectors/kit/agency-line.ts';
import { decodeText, encodeGb18030 } from '#connectors/kit/text-decoding.ts';
import type { AgencyConnector } from '#domain/agencies/agency-connector.ts';
import { requireCapability, requireLookUp } from '#domain/agencies/require-capability.ts';
import type { ResidentId } from '#domain/registry/resident-id.ts';
import { keepsTheContract } from './contract-suite.ts';
import { callWithin } from './support/calls.ts';
import { effect, effectKey } from './support/effects.ts';
import { startPlayServer } from './support/play-server.ts';
import type { Play, PlayServer } from './support/play-server.ts';
import { rewritten, sample } from './support/samples.ts';

function bureauAt(url: URL, tuning?: LineTuning): AgencyConnector {
  const connector = createHrBureauConnector(z.object(hrBureauSettingsShape).parse({ HR_BUREAU_URL: url.href }), tuning);
  if (!connector) throw new Error('a bureau with an address is connected');
  return connector;
}

const referralOne = '7d1c2f0e-4f7b-4a53-9c1e-0a1b2c3d4e01';
const keyOne = effectKey('oe-0b8f6a52-93c4-4d0e-8a77-5e1f2a3b4c01');

/** One result as the bureau lists it, after the recorded award. */
function result(change: (text: string) => string = (text) => text): Buffer {
  const text = decodeText(sample('hr-bureau', 'results.reply.xml'), 'gb18030');
  const award = /<结果><序号>3<[\s\S]*?<\/结果>/.exec(text)?.[0] ?? '';
  return Buffer.from(encodeGb18030(change(award.replace(/<办理时间>[^<]*/, '<办理时间>20261121160533'))));
}

function withState(state: string, ground = ''): Buffer {
  return result((text) =>
    text
      .replace('>裁决<', `>${state}<`)
      .replace('<裁决类型>非终局</裁决类型>', '<裁决类型/>')
      .replace('<原因/>', `<原因>${ground}</原因>`),
  );
}

function err(words: string): Play {
  return { body: encodeGb18030(`<?xml version="1.0" encoding="GB18030"?>\n<应答><ERR>${words}</ERR></应答>`) };
}

keepsTheContract('hr-bureau', {
  encoding: 'gb18030',
  connect: bureauAt,
  lookUps: [
    {
      subject: 'INSURANCE_ENROLMENTS',
      found: sample('hr-bureau', 'look-up.reply.xml'),
      expected: {
        '990101198603120018': [
          {
            type: 'PENSION',
            status: 'PAUSED',
            employerName: '桂江速达物流有限公司',
            contributionBase: undefined,
            paidMonths: 71,
            from: '2015-03-01',
            to: '2021-01-31',
            businessStatus: '正常参保·暂停缴费（中断）',
          },
          {
            type: 'WORK_INJURY',
            status: 'PAYING',
            employerName: '桂江速达物流有限公司',
            contributionBase: '4200.00',
            paidMonths: 8,
            from: '2026-03-01',
            to: undefined,
            businessStatus: '正常参保·参保缴费',
          },
        ],
        '99010119680420004X': [
          {
            type: 'PENSION',
            status: 'PAYING',
            employerName: undefined,
            contributionBase: '200.00',
            paidMonths: 96,
            from: '2012-07-01',
            to: undefined,
            businessStatus: '正常参保·参保缴费',
          },
        ],
        '990101197505120079': [
          {
            type: 'PENSION',
            status: 'PAYING',
            employerName: '桂江速达物流有限公司',
            contributionBase: '3330.50',
            paidMonths: 162,
            from: '2012-03-01',
            to: undefined,
            businessStatus: '正常参保·参保缴费',
          },
          {
            type: 'WORK_INJURY',
            status: 'PAYING',
            employerName: '桂江速达物流有限公司',
            contributionBase: '3330.00',
            paidMonths: undefined,
            from: '2012-03-01',
            to: undefined,
            businessStatus: '正常参保·参保缴费',
          },
        ],
      },
      nothing: sample('hr-bureau', 'look-up-nothing.reply.xml'),
      refused: { body: sample('hr-bureau', 'look-up-too-many.reply.xml') },
    },
  ],
  send: {
    effects: [
      {
        kind: 'DISPATCH',
        path: '/hrss/zc/sqjs',
        referralId: referralOne,
        key: keyOne,
        play: { body: sample('hr-bureau', 'intake.reply.xml') },
        expected: { kind: 'RECEIVED', agencyReference: 'GJ2026000001', businessStatus: '已登记' },
      },
      {
        kind: 'RECALL',
        path: '/hrss/zc/chsq',
        referralId: '7d1c2f0e-4f7b-4a53-9c1e-0a1b2c3d4e03',
        key: effectKey('oe-0b8f6a52-93c4-4d0e-8a77-5e1f2a3b4c07'),
        play: { body: sample('hr-bureau', 'recall.reply.xml') },
        expected: { kind: 'ACCEPTED', agencyReference: 'GJ2026000003', businessStatus: '已撤回' },
      },
      {
        kind: 'SUPPLEMENT',
        path: '/hrss/zc/bzcl',
        referralId: '7d1c2f0e-4f7b-4a53-9c1e-0a1b2c3d4e02',
        key: effectKey('oe-0b8f6a52-93c4-4d0e-8a77-5e1f2a3b4c05'),
        play: { body: sample('hr-bureau', 'supplement.reply.xml') },
        expected: { kind: 'RECEIVED', agencyReference: 'GJ2026000002', businessStatus: '补正材料已收' },
      },
    ],
    refused: {
      play: { body: sample('hr-bureau', 'intake-bad-id.reply.xml') },
      expected: { kind: 'REFUSED', reasonCode: 'OTHER', reason: '身份证号校验不通过' },
    },
    wronglyAsked: err('报文不合规'),
  },
  inquire: {
    key: keyOne,
    recorded: {
      body: sample('hr-bureau', 'inquiry.reply.xml'),
      expected: { kind: 'RECORDED', agencyReference: 'GJ2026000001', businessStatus: '裁决' },
    },
    notRecorded: sample('hr-bureau', 'inquiry-unknown.reply.xml'),
  },
  replies: {
    page: sample('hr-bureau', 'results.reply.xml'),
    messageIds: ['JG2026000001', 'JG2026000002', 'JG2026000003'],
    nextCursor: '3',
    nothing: sample('hr-bureau', 'results-nothing.reply.xml'),
  },
  messages: [
    {
      what: '裁决',
      body: result(),
      word: '非终局',
      expected: {
        kind: 'REFERRAL_REPLY',
        referralId: referralOne,
        event: 'COMPLETE',
        outcome: 'AWARDED_NON_FINAL',
        sequence: 3,
        agencyReference: '桂江劳人仲案字〔2026〕1号',
        businessStatus: '裁决·非终局',
        occurredAt: new Date('2026-11-21T08:05:33Z'),
      },
    },
    {
      what: '不予受理',
      body: withState('不予受理', '超过仲裁时效'),
      word: '不予受理',
      expected: { event: 'REFUSE', reasonCode: 'NOT_ACCEPTED', note: '超过仲裁时效' },
    },
  ],
});

describe('the HR bureau besides', () => {
  const read = requireCapability(bureauAt(new URL('http://127.0.0.1:1')), 'readMessage');

  it.each([
    [withState('已收件'), { event: 'RECEIVE' }],
    [withState('已受理'), { event: 'ACCEPT' }],
    [withState('组庭'), { event: 'START', stage: 'FORM_TRIBUNAL' }],
    [withState('先行调解'), { event: 'START', stage: 'MEDIATE_FIRST' }],
    [withState('开庭排期'), { event: 'START', stage: 'HEAR' }],
    [withState('中止审理'), { event: 'START', stage: 'SUSPEND' }],
    [withState('恢复审理'), { event: 'START', stage: 'RESUME' }],
    [withState('延期审理'), { event: 'START', stage: 'EXTEND' }],
    [withState('撤回申请'), { event: 'COMPLETE', outcome: 'WITHDRAWN' }],
    [
      withState('要求补正', '缺少工资流水'),
      { event: 'REQUEST_SUPPLEMENT', reasonCode: 'MATERIALS_INCOMPLETE', note: '缺少工资流水' },
    ],
    [withState('退回', '材料不全'), { event: 'RETURN', reasonCode: 'MATERIALS_INCOMPLETE' }],
    [withState('退回', '无管辖权'), { event: 'RETURN', reasonCode: 'NO_JURISDICTION' }],
    [withState('退回', '其他情形'), { event: 'RETURN', reasonCode: 'OTHER', note: '其他情形' }],
    [withState('调解结案'), { event: 'COMPLETE', outcome: 'MEDIATED' }],
    [withState('办结'), { event: 'COMPLETE', outcome: 'HANDLED' }],
    [result((text) => text.replace('非终局', '终局')), { event: 'COMPLETE', outcome: 'AWARDED_FINAL' }],
  ])('reads each of its states', (body, expected) => {
    expect(read(body)).toMatchObject(expected);
  });

  it.each([
    ['责令支付', 'ORDERED_TO_PAY'],
    ['未发现违法', 'NO_VIOLATION'],
    ['移送其他机关', 'TRANSFERRED_OUT'],
    ['认定工伤', 'RECOGNISED'],
    ['不予认定', 'NOT_RECOGNISED'],
    ['核准待遇', 'BENEFIT_GRANTED'],
    ['不予核准', 'BENEFIT_DENIED'],
    ['已就业', 'PLACED'],
    ['已培训', 'TRAINED'],
    ['暂无匹配', 'NO_MATCH'],
  ])('reads 办结 with %s as %s', (words, outcome) => {
    const body = rewritten(withState('办结'), 'gb18030', (text) =>
      text.replace('<案号', `<处理结果>${words}</处理结果><案号`),
    );

    expect(read(body)).toMatchObject({ event: 'COMPLETE', outcome, businessStatus: expect.stringContaining(words) });
  });

  it('does not guess what an unknown 处理结果 means', () => {
    const body = rewritten(withState('办结'), 'gb18030', (text) =>
      text.replace('<案号', '<处理结果>研究中</处理结果><案号'),
    );

    expect(() => read(body)).toThrow('处理结果');
  });

  async function played<Answer>(
    play: Play,
    ask: (bureau: AgencyConnector, server: PlayServer) => Promise<Answer>,
  ): Promise<Answer> {
    const server = await startPlayServer();
    const bureau = bureauAt(server.url);
    server.play(play);
    try {
      return await ask(bureau, server);
    } finally {
      await bureau.close();
      await server.close();
    }
  }

  it('is told everything that the step discloses, in its own elements and encoding', async () => {
    const sent = await played({ body: sample('hr-bureau', 'intake.reply.xml') }, async (bureau, server) => {
      const message = effect('DISPATCH', {
        divisionCode: '990102',
        applicant: { ...effect('DISPATCH').applicant, name: '莫䶵' },
      });
      await requireCapability(bureau, 'send')(message, keyOne, callWithin(5_000));
      return server.heard[0];
    });

    const recorded = decodeText(sample('hr-bureau', 'intake.request.xml'), 'gb18030').replace('覃桂兰', '莫䶵');
    const items =
      /<项>.*<\/项>/
        .exec(recorded)?.[0]
        .split(/(?<=<\/项>)/)
        .toReversed()
        .join('') ?? '';
    const expected = recorded
      .replace(/<项>.*<\/项>/, items)
      .replace(/<时间>\d{14}/, '<时间>')
      .trim();
    expect(sent?.headers['content-type']).toBe('text/xml; charset=GB18030');
    expect(decodeText(sent?.body ?? Buffer.alloc(0), 'gb18030').replace(/<时间>\d{14}/, '<时间>')).toBe(expected);
  });

  it.each([
    ['系统忙，请稍后再试', { kind: 'RETRY', fault: 'SERVER_ERROR' }],
    ['不属于受理范围', { kind: 'REFUSED', reasonCode: 'NOT_OUR_SCOPE' }],
    ['缺少必填项：AAC002', { kind: 'STOPPED', fault: 'REJECTED_REQUEST', reason: 'hr-bureau: 缺少必填项' }],
    ['查无此件', { kind: 'STOPPED', fault: 'REJECTED_REQUEST' }],
    ['ORA-00001', { kind: 'UNKNOWN', fault: 'MALFORMED' }],
  ])('answers a filing with "%s" under HTTP 200', async (words, expected) => {
    const outcome = await played(err(words), (bureau) =>
      requireCapability(bureau, 'send')(effect('DISPATCH'), keyOne, callWithin(5_000)),
    );

    expect(outcome).toMatchObject(expected);
  });

  it.each([
    ['AAE030', '<AAE030>20150301</AAE030>', '<AAE030>201503</AAE030>', { from: '2015-03-01' }],
    ['AAE031', '<AAE031>20210131</AAE031>', '<AAE031>202102</AAE031>', { to: '2021-02-28' }],
  ])('gives %s as a month at times', async (_field, from, to, expected) => {
    const reply = rewritten(sample('hr-bureau', 'look-up.reply.xml'), 'gb18030', (text) => text.replace(from, to));
    const id = '990101198603120018' as ResidentId;

    const answers = await played({ body: reply }, (bureau) =>
      requireLookUp(bureau, 'INSURANCE_ENROLMENTS').lookUpMany([id], callWithin(5_000)),
    );

    expect(answers.get(id)?.[0]).toMatchObject(expected);
  });

  it('puts a page into order and leaves out what is listed twice', async () => {
    const page = rewritten(sample('hr-bureau', 'results.reply.xml'), 'gb18030', (text) => {
      const results = text.match(/<结果>[\s\S]*?<\/结果>/g) ?? [];
      const shuffled = [...results.toReversed(), ...results].join('');
      return text.replace(results.join(''), shuffled).replace('<数量>3<', '<数量>6<');
    });

    const { messages } = await played({ body: page }, (bureau) =>
      requireCapability(bureau, 'readReplies')('0', callWithin(5_000)),
    );

    expect(messages.map(({ messageId }) => messageId)).toEqual(['JG2026000001', 'JG2026000002', 'JG2026000003']);
  });

  it('hands over the other results of a page when one is broken', async () => {
    const broken = rewritten(sample('hr-bureau', 'results.reply.xml'), 'gb18030', (text) =>
      text.replace('>已受理<', '>已受\uE000理<'),
    );

    const { messages } = await played({ body: broken }, (bureau) =>
      requireCapability(bureau, 'readReplies')('0', callWithin(5_000)),
    );

    expect(messages.map(({ messageId }) => messageId.slice(0, 7))).toEqual(['sha256-', 'JG20260', 'JG20260']);
    expect(() => read(messages[0]?.body ?? Buffer.alloc(0))).toThrow('private-use');
  });

  it.each([
    ['fewer results than declared', (text: string) => text.replace('<数量>3<', '<数量>4<')],
    ['a cursor that goes back', (text: string) => text.replace('<下一游标>3<', '<下一游标>1<')],
  ])('does not move on over %s', async (_what, change) => {
    const page = rewritten(sample('hr-bureau', 'results.reply.xml'), 'gb18030', change);

    await expect(
      played({ body: page }, (bureau) => requireCapability(bureau, 'readReplies')('2', callWithin(5_000))),
    ).rejects.toMatchObject({ fault: 'MALFORMED' });
  });
});
