import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readJson } from '#connectors/kit/json-reader.ts';
import { readShape, readWord } from '#connectors/kit/read-shape.ts';
import { decodeText, encodeGb18030 } from '#connectors/kit/text-decoding.ts';
import { listOf, readXml } from '#connectors/kit/xml-reader.ts';
import { xmlElement } from '#connectors/kit/xml-writer.ts';
import { AgencyMessageUnreadableError } from '#domain/agencies/agency-errors.ts';

function reasonOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof AgencyMessageUnreadableError) return error.reason;
    throw error;
  }
  throw new Error('expected a refusal');
}

describe('GB18030', () => {
  it.each(['韦志强', '阿依古丽·买买提', '䶮𬭳㐂', '（2026）桂9901民初12号', 'ABC 123'])(
    'brings %s there and back',
    (text) => {
      expect(decodeText(encodeGb18030(text), 'gb18030')).toBe(text);
    },
  );

  it('refuses a name cut in the middle of a character', () => {
    expect(reasonOf(() => decodeText(encodeGb18030('韦志强').subarray(0, 5), 'gb18030'))).toBe('bytes are not gb18030');
  });

  it('refuses a name that was garbled before it was sent', () => {
    expect(reasonOf(() => decodeText(Buffer.from('8431a437', 'hex'), 'gb18030'))).toContain('replacement');
  });

  it('refuses a character that only the sender’s own font can draw', () => {
    expect(reasonOf(() => decodeText(encodeGb18030('韦\uE000强'), 'gb18030'))).toContain('private-use');
  });

  it('refuses to write half a surrogate pair', () => {
    expect(() => encodeGb18030('韦\uD842')).toThrow(RangeError);
  });
});

describe('JSON from an agency', () => {
  it('is read as UTF-8', () => {
    expect(readJson(Buffer.from('{"xm":"韦志强"}'))).toEqual({ xm: '韦志强' });
  });

  it('refuses GBK bytes that claim to be UTF-8', () => {
    expect(reasonOf(() => readJson(encodeGb18030('{"xm":"覃桂兰"}')))).toBe('bytes are not utf-8');
  });

  it('cannot be told from GBK by trying: some names are well-formed in both, so encodings are agreed, not guessed', () => {
    expect(decodeText(encodeGb18030('韦志强'), 'utf-8')).toBe('Τ־ǿ');
  });

  it('takes a byte order mark only where the agency is known for it', () => {
    const marked = Buffer.from('\uFEFF{}');

    expect(readJson(marked, { allowBom: true })).toEqual({});
    expect(reasonOf(() => readJson(marked))).toContain('byte order mark');
  });

  it('refuses half a document without quoting it', () => {
    expect(reasonOf(() => readJson(Buffer.from('{"sfzh":"990101198603120018"')))).toBe('not JSON');
  });

  it('refuses deep nesting, and is not fooled by brackets inside a text', () => {
    expect(reasonOf(() => readJson(Buffer.from('['.repeat(33) + ']'.repeat(33))))).toContain('deeper');
    expect(readJson(Buffer.from(JSON.stringify(['[{"'.repeat(50)])))).toEqual(['[{"'.repeat(50)]);
  });
});

describe('XML from an agency', () => {
  it('keeps numbers as the text they are', () => {
    expect(readXml('<根><区划>0101</区划><金额>012.50</金额></根>')).toEqual({ 根: { 区划: '0101', 金额: '012.50' } });
  });

  it('reads codes alike in upper and lower case, and leaves other names alone', () => {
    expect(readXml('<人><aac002>1</aac002><AAC031>2</AAC031><abc>3</abc></人>')).toEqual({
      人: { AAC002: '1', AAC031: '2', abc: '3' },
    });
  });

  it('takes the declared encoding for what it is, a claim', () => {
    expect(readXml('<?xml version="1.0" encoding="GB 18030"?><根>中</根>')).toEqual({ 根: '中' });
  });

  it('reads a rare character written as a reference', () => {
    expect(readXml('<姓名>&#x4DB5;&amp;乙</姓名>')).toEqual({ 姓名: '䶵&乙' });
  });

  it.each([
    ['a document type', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', 'document type'],
    ['an entity nobody declared', '<a>&nbsp;</a>', 'unknown entity'],
    ['half a document', '<结果><记录><姓名>韦</姓名></记录>', 'not well-formed'],
    ['no document at all', 'ORA-00942: table or view does not exist', 'not well-formed'],
    ['deep nesting', '<a>'.repeat(40) + '</a>'.repeat(40), 'deeper'],
  ])('refuses %s', (_what, text, reason) => {
    expect(reasonOf(() => readXml(text))).toContain(reason);
  });

  it('knows none, one and several of an element', () => {
    expect([listOf(undefined), listOf(''), listOf('a'), listOf(['a', 'b'])]).toEqual([[], [], ['a'], ['a', 'b']]);
  });

  it('writes text that cannot break out of its element', () => {
    const written = xmlElement('根', [xmlElement('说明', '<欠薪> & \u0001"加班费"')]);

    expect(readXml(written)).toEqual({ 根: { 说明: '<欠薪> & "加班费"' } });
  });
});

describe('a payload in the wrong shape', () => {
  const shape = z.object({ list: z.array(z.object({ sfzh: z.string().max(18) })) });

  it('is named by field and kind, never by content', () => {
    const payload = {
      list: [{ sfzh: '990101198603120018' }, { sfzh: 990101198603120000 }, { sfzh: '99010119860312001899' }],
    };

    expect(reasonOf(() => readShape(shape, payload))).toBe('list.1.sfzh: expected string; list.2.sfzh: too_big');
  });

  it('does not repeat a key that is data itself', () => {
    const byPerson = z.record(z.string(), z.string());

    expect(reasonOf(() => readShape(byPerson, { '990101198603120018': 1 }))).toBe('*: expected string');
  });

  it('refuses a status nobody told us about without repeating it', () => {
    expect(reasonOf(() => readWord(new Map([['已受理', 'ACCEPT']]), '韦志强', 'ajzt'))).toBe('ajzt: unknown word');
  });
});
