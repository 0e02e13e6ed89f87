import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import everybody from '../../sandbox/people.json' with { type: 'json' };
import { application, people, PLAIN, xml } from './support/requests.ts';
import { startAgency, type AgencyProcess, type Reply } from './support/start-agency.ts';

function read(reply: Reply): string {
  return new TextDecoder('gb18030', { fatal: true }).decode(reply.bytes);
}

function valuesOf(text: string, element: string): readonly string[] {
  return [...text.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, 'g'))].map((match) => match[1] ?? '');
}

function inquiry(key: string): Buffer {
  return xml('ZC02', `<外部流水号>${key}</外部流水号>`);
}

describe('the HR bureau', () => {
  let bureau: AgencyProcess;

  beforeAll(async () => {
    bureau = await startAgency('hr-bureau');
  });
  beforeEach(async () => {
    await bureau.control('pace', { paceMs: 5 });
  });
  afterAll(() => bureau.dispose());

  async function results(cursor: string, size = '50'): Promise<string> {
    return read(await bureau.post('/hrss/zc/jgdq', xml('ZC05', `<游标>${cursor}</游标><条数>${size}</条数>`)));
  }

  /** What is listed about one referral, once it has come to `status`. */
  async function resultsUntil(referralId: string, status: string): Promise<readonly string[]> {
    const about = async () =>
      (await results('0'))
        .split('<结果>')
        .filter((row) => row.includes(`<转办单号>${referralId}<`))
        .map((row) => valuesOf(row, '办理状态')[0]);
    await expect.poll(about, { timeout: 10_000, interval: 20 }).toContain(status);
    return (await about()).map(String);
  }

  it('writes GB18030, four-byte names included', async () => {
    const reply = await bureau.post('/hrss/sb/cbcx', people(...idsNamed('莫䶵', '陆𬱖')));

    expect(reply.headers.get('content-type')).toBe('text/xml; charset=GB18030');
    expect(reply.bytes.subarray(0, 40).toString('latin1')).toContain('encoding="GB18030"');
    // 䶵 is 82 35 87 38 in GB 18030 and cannot be written in GBK.
    expect(reply.bytes.includes(Buffer.from([0x82, 0x35, 0x87, 0x38]))).toBe(true);
    expect(read(reply)).toMatch(/莫䶵|陆𬱖/);
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(reply.bytes)).toThrow(TypeError);
  });

  it('mixes capital and small element names, and masks names in the small ones', async () => {
    const text = read(await bureau.post('/hrss/sb/cbcx', people(PLAIN.residentId)));

    expect(valuesOf(text, 'AAC003')).toEqual(['覃桂兰']);
    expect(valuesOf(text, 'aac003')).toEqual(['覃**']);
    expect(valuesOf(text, 'AAE201')).toEqual(['071']);
  });

  it('reports too many people inside an HTTP 200', async () => {
    const reply = await bureau.post('/hrss/sb/cbcx', people(...Array.from({ length: 101 }, () => PLAIN.residentId)));

    expect(reply.status).toBe(200);
    expect(valuesOf(read(reply), 'ERR')).toEqual(['查询人数超过100']);
  });

  it.each([
    [
      'UTF-8 under a GB18030 declaration',
      Buffer.from('<?xml version="1.0" encoding="GB18030"?><请求><报文体>莫</报文体></请求>', 'utf8'),
    ],
    ['another declared encoding', Buffer.from('<?xml version="1.0" encoding="UTF-8"?><请求><报文体/></请求>', 'utf8')],
    [
      'a DTD',
      Buffer.from('<?xml version="1.0" encoding="GB18030"?><!DOCTYPE x [<!ENTITY e "e">]><x>&e;</x>', 'latin1'),
    ],
    ['half a message', people(PLAIN.residentId).subarray(0, 120)],
  ])('does not read %s', async (_what, body) => {
    expect(valuesOf(read(await bureau.post('/hrss/sb/cbcx', body)), 'ERR')).toEqual(['报文不合规']);
  });

  it('makes two records of one key sent twice, and says so when asked', async () => {
    const before = read(await bureau.post('/hrss/zc/lscx', inquiry('oe-twice')));
    await bureau.post('/hrss/zc/sqjs', application('oe-twice', 'ref-twice'));
    await bureau.post('/hrss/zc/sqjs', application('oe-twice', 'ref-twice'));

    const after = read(await bureau.post('/hrss/zc/lscx', inquiry('oe-twice')));

    expect(valuesOf(before, '是否收件')).toEqual(['否']);
    expect(valuesOf(after, '是否收件')).toEqual(['是']);
    expect(valuesOf(after, '收件次数')).toEqual(['2']);
    const { effects } = await bureau.control('seen');
    expect(effects).toContainEqual(expect.objectContaining({ key: 'oe-twice', count: 2, requests: 2 }));
  });

  it.each([
    [PLAIN.residentId, '劳动人事争议仲裁', ['已收件', '已受理', '裁决']],
    [PLAIN.residentId, '劳动保障监察', ['已收件', '已受理', '办结']],
    ['990101197210150094', '劳动人事争议仲裁', ['已收件', '已受理', '调解结案']],
    ['990101196402280104', '劳动人事争议仲裁', ['已收件', '不予受理']],
    ['990101199001150118', '劳动人事争议仲裁', ['已收件', '要求补正']],
  ])('takes %s in %s through its course', async (residentId, subject, statuses) => {
    const referralId = `ref-${residentId}-${subject}`;
    await bureau.post('/hrss/zc/sqjs', application(`oe-${referralId}`, referralId, residentId, subject));

    expect(await resultsUntil(referralId, statuses.at(-1) ?? '')).toEqual(statuses);
  });

  it('awards in a form that leaves the way to court open', async () => {
    await bureau.post('/hrss/zc/sqjs', application('oe-award', 'ref-award'));
    await resultsUntil('ref-award', '裁决');

    const row = (await results('0'))
      .split('<结果>')
      .find((each) => each.includes('ref-award<') && each.includes('裁决<'));

    expect(valuesOf(row ?? '', '裁决类型')).toEqual(['非终局']);
    expect(valuesOf(row ?? '', '案号')[0]).toMatch(/^桂江劳人仲案字〔\d{4}〕\d+号$/);
  });

  it('hands out results page by page, each exactly once', async () => {
    await bureau.post('/hrss/zc/sqjs', application('oe-pages', 'ref-pages'));
    await resultsUntil('ref-pages', '裁决');

    const numbers: string[] = [];
    let cursor = '0';
    let more = '是';
    while (more === '是') {
      const page = await results(cursor, '2');
      numbers.push(...valuesOf(page, '序号'));
      cursor = valuesOf(page, '下一游标')[0] ?? '';
      more = valuesOf(page, '是否还有')[0] ?? '';
    }

    expect(numbers).toEqual(numbers.map((_number, index) => String(index + 1)));
    expect(numbers.length).toBeGreaterThanOrEqual(3);
    expect(valuesOf(await results(cursor), '数量')).toEqual(['0']);
  });

  it('answers 503 twice to insurance requests that name one person, then answers', async () => {
    const statuses: number[] = [];
    for (let round = 0; round < 4; round += 1) {
      statuses.push((await bureau.post('/hrss/sb/cbcx', people(PLAIN.residentId, '990101197309080022'))).status);
    }

    expect(statuses).toEqual([503, 503, 200, 200]);
  });

  it('lists nothing more about a recalled matter, both records of it', async () => {
    await bureau.control('pace', { paceMs: 60_000 });
    await bureau.post('/hrss/zc/sqjs', application('oe-gone', 'ref-gone'));
    await bureau.post('/hrss/zc/sqjs', application('oe-gone', 'ref-gone'));
    const reply = read(
      await bureau.post(
        '/hrss/zc/chsq',
        xml('ZC03', '<外部流水号>oe-recall</外部流水号><转办单号>ref-gone</转办单号>'),
      ),
    );
    await bureau.control('pace', { paceMs: 5 });

    await bureau.post('/hrss/zc/sqjs', application('oe-next', 'ref-next'));
    await resultsUntil('ref-next', '裁决');

    expect(valuesOf(reply, '办理状态')).toEqual(['已撤回']);
    expect(await results('0')).not.toContain('ref-gone');
    expect(valuesOf(read(await bureau.post('/hrss/zc/lscx', inquiry('oe-gone'))), '办理状态')).toEqual(['已撤回']);
  });
});

function idsNamed(...names: readonly string[]): readonly string[] {
  return everybody.filter((person) => names.includes(person.name)).map((person) => person.residentId);
}
