import { describe, expect, it } from 'vitest';
import { BadJsonError, isSound, parseJsonBody } from '#app/json-body.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;

describe('a JSON body', () => {
  it.each(['{"a":[1,"二",null,true]}', '"[[[[[["', nested(32), String.raw`"\"${'['.repeat(100)}"`])(
    '%j is read',
    (text) => {
      expect(parseJsonBody(bytes(text))).toEqual(JSON.parse(text));
    },
  );

  it.each([
    ['nothing', new Uint8Array()],
    ['text cut off', bytes('{"a":')],
    ['33 levels', bytes(nested(33))],
    ['levels without an end', bytes('['.repeat(100_000))],
    ['an overlong encoding', new Uint8Array([0x22, 0xc0, 0xaf, 0x22])],
    ['half a surrogate pair in UTF-8', new Uint8Array([0x22, 0xed, 0xa0, 0x80, 0x22])],
    ['UTF-16', new Uint8Array([0xff, 0xfe, 0x31, 0x00])],
    ['NaN', bytes('{"a":NaN}')],
  ])('%s is not, and the fault quotes none of it', (_kind, body) => {
    expect(() => parseJsonBody(body)).toThrow(BadJsonError);
    expect(() => parseJsonBody(body)).toThrow(/^(not JSON in UTF-8|nested too deeply)$/);
  });
});

describe('a value that can be kept', () => {
  it.each([null, undefined, true, 0, -1.5, 1e308, '', '覃桂兰', '\u{20BB7}', { a: [{ b: '' }] }])('is %j', (value) => {
    expect(isSound(value)).toBe(true);
  });

  it.each([
    Infinity,
    -Infinity,
    NaN,
    '\0',
    'a\0b',
    '\ud800',
    '\udc00x',
    [['\0']],
    { a: { b: [Infinity] } },
    { 'a\0': 1 },
  ])('is not %j', (value) => {
    expect(isSound(value)).toBe(false);
  });

  it('is looked at under __proto__ too', () => {
    expect(isSound(JSON.parse('{"__proto__":{"a":1e400}}'))).toBe(false);
  });
});
