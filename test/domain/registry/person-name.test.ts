import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDamagedName, matchingName, parsePersonName } from '#domain/registry/person-name.ts';

/** U+20BB7, beyond the BMP, an everyday surname in places. */
const RARE = '\u{20bb7}';
/** A compatibility ideograph, which NFC turns into the common 福. */
const COMPATIBILITY = '\ufa1b';

describe('a name', () => {
  it.each([
    ['two characters', '覃兰'],
    ['a character beyond the BMP', `${RARE}志强`],
    ['a compatibility ideograph, kept as written', `王${COMPATIBILITY}`],
    ['a minority name', '阿卜杜拉·买买提'],
    ['a Latin name', 'Maria del Carmen O’Neill'],
    ['50 characters beyond the BMP', RARE.repeat(50)],
    ['a private character, which is damage to be shown', '韦\ue123'],
  ])('takes %s', (_, name) => {
    expect(parsePersonName(` ${name}\u3000`)).toEqual({ ok: true, value: name });
  });

  it.each([
    ['nothing', ' \u3000', 'EMPTY'],
    ['51 characters', '覃'.repeat(51), 'BAD_LENGTH'],
    ['a NUL, which the database could not store', '覃\u0000兰', 'BAD_CHARACTER'],
    ['a line break inside', '覃\n兰', 'BAD_CHARACTER'],
    ['half of a surrogate pair', '覃\ud842', 'BAD_CHARACTER'],
    ['stars', '覃**', 'MASKED'],
    ['somebody', '覃某某', 'MASKED'],
    ['somebody with a number', '王某甲', 'MASKED'],
  ])('refuses %s', (_, text, fault) => {
    expect(parsePersonName(text)).toEqual({ ok: false, fault });
  });

  it.each([
    '阿卜杜拉•买买提',
    '阿卜杜拉．买买提',
    '阿卜杜拉・买买提',
    '阿卜杜拉･买买提',
    '阿卜杜拉 · 买买提',
    '阿卜杜拉.买买提',
  ])('matches %s with the official interval mark', (variant) => {
    expect(matchingName(variant)).toBe(matchingName('阿卜杜拉·买买提'));
  });

  it('matches different cases, widths and compositions of Latin names', () => {
    expect(matchingName('ｊosé  garcía')).toBe(matchingName('JOSE\u0301 GARCI\u0301A'));
  });

  it('does not match different people', () => {
    expect(matchingName('覃桂兰')).not.toBe(matchingName('覃桂芝'));
  });

  it.each([
    ['a question mark', '覃?兰', true],
    ['a replacement character', '覃\ufffd', true],
    ['a private character', '韦\ue123', true],
    ['a rare but real character', `${RARE}志强`, false],
  ])('sees damage by %s', (_, name, damaged) => {
    expect(isDamagedName(name)).toBe(damaged);
  });

  it('has a matching name that does not change when matched again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), (text) => {
        const once = matchingName(text);
        expect(matchingName(once)).toBe(once);
      }),
    );
  });
});
