import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePhone, type Phone, phoneKind } from '#domain/registry/phone.ts';
import { makePhone, seededRandom } from '../../support/factories/identifiers.ts';

describe('a telephone number', () => {
  it.each([
    ['a mobile', '19909900001', '19909900001'],
    ['+86', '+86 199-0990-0001', '19909900001'],
    ['0086', '008619909900001', '19909900001'],
    ['a bare 86', '86 19909900001', '19909900001'],
    ['full-width digits', '１９９０９９００００１', '19909900001'],
    ['a long dash', '0990—9900001', '0990-9900001'],
    ['a landline without its dash', '09909900001', '0990-9900001'],
    ['an area code of three digits', '01099000001', '010-99000001'],
    ['an area code in brackets', '（0990）9900001', '0990-9900001'],
    ['a landline from abroad', '+86 990 9900001', '0990-9900001'],
    ['an extension', '0990-9900001转801', '0990-9900001-801'],
    ['an extension in English', '0990-9900001 ext. 801', '0990-9900001-801'],
    ['the union hotline', '12351', '12351'],
  ])('reads %s', (_, text, phone) => {
    expect(parsePhone(text)).toEqual({ ok: true, value: phone });
  });

  it.each([
    ['nothing', ' ', 'EMPTY'],
    ['stars', '199****0001', 'MASKED'],
    ['a run of x', '199xxxx0001', 'MASKED'],
    ['letters', '1990990000a', 'BAD_CHARACTER'],
    ['a mobile one digit short', '1990990000', 'BAD_LENGTH'],
    ['a mobile that begins with 12', '12909900001', 'BAD_FORM'],
    ['a landline without its area code', '9900001', 'BAD_LENGTH'],
    ['a hotline nobody has', '12399', 'BAD_LENGTH'],
  ])('refuses %s', (_, text, fault) => {
    expect(parsePhone(text)).toEqual({ ok: false, fault });
  });

  it.each([
    ['19909900001', 'MOBILE'],
    ['0990-9900001-801', 'LANDLINE'],
    ['12348', 'HOTLINE'],
  ])('knows what %s is', (phone, kind) => {
    expect(phoneKind(phone as Phone)).toBe(kind);
  });

  it('reads its own writing again unchanged', () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom('MOBILE', 'LANDLINE'), (seed, kind) => {
        const phone = makePhone(seededRandom(seed), kind);
        expect(parsePhone(phone)).toEqual({ ok: true, value: phone });
        expect(phoneKind(phone)).toBe(kind);
      }),
    );
  });
});
