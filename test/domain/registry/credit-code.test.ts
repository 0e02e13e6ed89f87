import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CreditCode,
  creditCodeCheckCharacter,
  isDemoCreditCode,
  isUnionCreditCode,
  organisationKindOf,
  parseCreditCode,
  registrationRegionOf,
} from '#domain/registry/credit-code.ts';
import { PUBLISHED_CREDIT_CODES } from '../../fixtures/published-identifiers.ts';
import { makeCreditCode, seededRandom } from '../../support/factories/identifiers.ts';

const GENERATED = [
  '81450100MC0000004W',
  '81360100MC00000125',
  '81320509MC00000206',
  '91450103MA0000007C',
  '11450100MB0000000M',
  '51360781MJ000000XG',
];
const DEMONSTRATION = ['81990100MC0000012R', '91990101MA00000237', '11990100MB0000035A'];
const CHARACTERS = Array.from('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ');

const anyCode = fc
  .tuple(fc.integer(), fc.constantFrom('11', '51', '81', '91', 'N2', 'Y1'))
  .map(([seed, kind]) => makeCreditCode(seededRandom(seed), { kind }));

describe('a credit code', () => {
  it.each([...PUBLISHED_CREDIT_CODES, ...GENERATED, ...DEMONSTRATION])('takes %s', (code) => {
    expect(parseCreditCode(code)).toEqual({ ok: true, value: code });
  });

  it.each([
    ['nothing', '', 'EMPTY'],
    ['stars', '9145**********007C', 'MASKED'],
    ['17 characters', '91450103MA0000007', 'BAD_LENGTH'],
    ['a letter that is never used', '91450103MI0000007C', 'BAD_CHARACTER'],
    ['a letter in the region', '9145010AMA0000007C', 'BAD_CHARACTER'],
    ['a registrar that does not exist', withCheck('0145010300000007X'), 'UNKNOWN_REGISTRAR'],
    ['a kind its registrar does not have', withCheck('97450103MA0000007'), 'UNKNOWN_KIND'],
    ['a wrong check character', '91450103MA0000007D', 'BAD_CHECK_DIGIT'],
    [
      'a wrong check digit of the organisation code under a right one of the whole',
      withCheck('91450103MA0000008'),
      'BAD_CHECK_DIGIT',
    ],
  ])('refuses %s', (_, text, fault) => {
    expect(parseCreditCode(text)).toEqual({ ok: false, fault });
  });

  it('mends small letters, full-width characters and blanks', () => {
    expect(parseCreditCode(' ９１450103 ma0000007c')).toEqual({ ok: true, value: '91450103MA0000007C' });
  });

  it('takes a check character 0, which about one organisation in 31 has', () => {
    const code = firstMade((made) => made.endsWith('0'));

    expect(parseCreditCode(code)).toEqual({ ok: true, value: code });
  });

  it('takes XX, which looks like a mask but is not', () => {
    const code = firstMade((made) => made.endsWith('XX'));

    expect(parseCreditCode(code)).toEqual({ ok: true, value: code });
  });

  it('tells registrar, kind and region, unions and demonstration codes', () => {
    const union = '81990100MC0000012R' as CreditCode;
    const enterprise = '91450103MA0000007C' as CreditCode;

    expect(organisationKindOf(union)).toEqual({ registrar: '工会', kind: '基层工会' });
    expect([registrationRegionOf(union), isUnionCreditCode(union), isDemoCreditCode(union)]).toEqual([
      '990100',
      true,
      true,
    ]);
    expect([registrationRegionOf(enterprise), isUnionCreditCode(enterprise), isDemoCreditCode(enterprise)]).toEqual([
      '450103',
      false,
      false,
    ]);
  });

  it.each(PUBLISHED_CREDIT_CODES)('refuses %s with any one character changed', (code) => {
    for (let position = 0; position < code.length; position += 1) {
      for (const char of CHARACTERS) {
        if (char === code[position]) continue;
        expect(parseCreditCode(code.slice(0, position) + char + code.slice(position + 1)).ok).toBe(false);
      }
    }
  });

  it('refuses every made code with one character changed, and takes it unchanged', () => {
    fc.assert(
      fc.property(anyCode, fc.nat(17), fc.constantFrom(...CHARACTERS), (code, position, char) => {
        expect(parseCreditCode(code)).toEqual({ ok: true, value: code });
        fc.pre(code[position] !== char);
        expect(parseCreditCode(code.slice(0, position) + char + code.slice(position + 1)).ok).toBe(false);
      }),
    );
  });
});

function firstMade(isWanted: (code: CreditCode) => boolean): CreditCode {
  const random = seededRandom(1);
  for (let attempt = 0; attempt < 10_000; attempt += 1) {
    const code = makeCreditCode(random);
    if (isWanted(code)) return code;
  }
  throw new Error('no such code within 10,000');
}

function withCheck(front: string): string {
  return front + creditCodeCheckCharacter(front);
}
