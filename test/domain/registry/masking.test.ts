import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localDate } from '#domain/referrals/local-date.ts';
import { type BankCardNumber, parseBankCard } from '#domain/registry/bank-card.ts';
import { maskAddress } from '#domain/registry/masking-address.ts';
import { looksMasked, looksMaskedNumber } from '#domain/registry/masking-marks.ts';
import { maskBankCard, maskName, maskPhone, maskResidentId } from '#domain/registry/masking.ts';
import { parsePersonName } from '#domain/registry/person-name.ts';
import { parsePhone, type Phone } from '#domain/registry/phone.ts';
import { parseResidentId, type ResidentId } from '#domain/registry/resident-id.ts';
import { makePhone, makeResidentId, seededRandom } from '../../support/factories/identifiers.ts';

const anyId = fc.integer().map((seed) => makeResidentId(seededRandom(seed)));
const anyPhone = fc
  .tuple(fc.integer(), fc.constantFrom('MOBILE', 'LANDLINE'))
  .map(([seed, kind]) => makePhone(seededRandom(seed), kind));
const anyCard = fc.stringMatching(/^62[0-9]{14,17}$/).map((digits) => digits as BankCardNumber);
const anyName = fc
  .array(fc.constantFrom(...Array.from('覃韦黄蒙陆农欧阳司马桂兰志强\u{20bb7}·')), { minLength: 1, maxLength: 20 })
  .map((characters) => characters.join(''));

describe('masking', () => {
  it.each([
    [
      'an identity number for staff',
      maskResidentId('990101198603120018' as ResidentId, 'INTERNAL'),
      '990101********0018',
    ],
    [
      'an identity number in public',
      maskResidentId('990101198603120018' as ResidentId, 'PUBLIC'),
      '**************0018',
    ],
    ['a mobile', maskPhone('19909900001' as Phone), '199****0001'],
    ['a landline of 7 digits', maskPhone('0990-9901234' as Phone), '0990-***1234'],
    ['a landline with an extension', maskPhone('010-99001234-801' as Phone), '010-****1234'],
    ['a hotline, which is public', maskPhone('12351' as Phone), '12351'],
    ['a card for staff', maskBankCard('6222021234567890128' as BankCardNumber, 'INTERNAL'), '622202****0128'],
    ['a card in public', maskBankCard('6222021234567890128' as BankCardNumber, 'PUBLIC'), '****0128'],
    ['a name of one character', maskName('覃'), '*'],
    ['a name of two', maskName('覃兰'), '覃*'],
    ['a name of three', maskName('覃桂兰'), '覃**'],
    ['a compound surname', maskName('欧阳桂兰'), '欧***'],
    ['a name with an interval mark', maskName('阿卜杜拉·买买提'), '阿***·***'],
    ['a surname beyond the BMP', maskName('\u{20bb7}志强'), '\u{20bb7}**'],
  ])('shows of %s only what is allowed', (_, masked, expected) => {
    expect(masked).toBe(expected);
  });

  it('never shows another character of an identity number, a phone, a card or a name', () => {
    fc.assert(
      fc.property(anyId, anyPhone, anyCard, anyName, (id, phone, card, name) => {
        expect(shownPositions(id, maskResidentId(id, 'INTERNAL'))).toEqual([0, 1, 2, 3, 4, 5, 14, 15, 16, 17]);
        expect(shownPositions(id, maskResidentId(id, 'PUBLIC'))).toEqual([14, 15, 16, 17]);
        expect(maskPhone(phone).replace(/\*+/, '').length).toBeLessThanOrEqual(phone.length - 3);
        expect(maskBankCard(card, 'PUBLIC')).toBe(`****${card.slice(-4)}`);
        expect(Array.from(maskName(name)).slice(1).join('')).toMatch(/^[*·]*$/);
      }),
    );
  });

  it('makes values that are recognised as masked and never taken for clear ones', () => {
    const today = localDate('2026-11-21');
    fc.assert(
      fc.property(anyId, anyPhone, anyCard, (id, phone, card) => {
        expect(parseResidentId(maskResidentId(id, 'INTERNAL'), today)).toEqual({ ok: false, fault: 'MASKED' });
        expect(parsePhone(maskPhone(phone))).toEqual({ ok: false, fault: 'MASKED' });
        expect(parseBankCard(maskBankCard(card, 'INTERNAL'))).toEqual({ ok: false, fault: 'MASKED' });
        expect(parsePersonName(maskName('覃桂兰'))).toEqual({ ok: false, fault: 'MASKED' });
      }),
    );
  });

  it.each([
    ['广西壮族自治区桂江市城东区民族大道1号', '广西壮族自治区桂江市城东区***'],
    ['广西桂江市城东区民族大道1号', '广西桂江市城东区***'],
    ['桂江市民族大道安居小区3栋', '桂江市***'],
    ['北京市朝阳区建国路88号', '北京市朝阳区***'],
    ['上海市浦东新区世纪大道100号', '上海市浦东新区***'],
    ['浙江省宁波市余姚市低塘街道', '浙江省宁波市余姚市***'],
    ['湖南省永州市道县濂溪街道', '湖南省永州市道县***'],
    ['黑龙江省哈尔滨市道里区中央大街', '黑龙江省哈尔滨市道里区***'],
    ['湖南省长沙市宁乡市玉潭街道', '湖南省长沙市宁乡市***'],
    ['广西柳州市三江侗族自治县古宜镇', '广西柳州市三江侗族自治县***'],
    ['内蒙古自治区锡林郭勒盟东乌珠穆沁旗', '内蒙古自治区锡林郭勒盟东乌珠穆沁旗***'],
    ['桂江市长堽村新区2栋', '桂江市***'],
    ['桂江市白沙湾市场旁', '桂江市***'],
    ['东葛路葛村社区', '***'],
    ['民族大道1号', '***'],
    ['', '***'],
  ])('shows %s up to its district', (address, masked) => {
    expect(maskAddress(address)).toBe(masked);
  });

  it('shows of an address only its beginning', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...Array.from('广西桂江市城东区县民族大道街路村镇乡小1号栋省旗')) }),
        (address) => {
          const masked = maskAddress(address);
          expect(masked.endsWith('***')).toBe(true);
          expect(address.startsWith(masked.slice(0, -3))).toBe(true);
        },
      ),
    );
  });
});

describe('a value that looks masked', () => {
  it.each([
    '330102*****1111',
    '138****1234',
    '李**',
    '120*****1111111',
    '张＊',
    '覃某某',
    '李●●',
    '6222......0128',
    '韦×',
  ])('is %s', (text) => {
    expect(looksMasked(text)).toBe(true);
  });

  it.each(['覃桂兰', '阿卜杜拉•买买提', 'J. R. Smith', '990101198603120018', '某', '91450103MA0000007C'])(
    'is not %s',
    (text) => {
      expect(looksMasked(text)).toBe(false);
    },
  );

  it('is, among numbers, also one with a run of x, but not one that ends in X', () => {
    expect([looksMaskedNumber('330102XXXXX1111'), looksMaskedNumber('99010119680420004X')]).toEqual([true, false]);
  });
});

function shownPositions(clear: string, masked: string): number[] {
  expect(masked).toHaveLength(clear.length);
  return Array.from(masked)
    .flatMap((char, index) => (char === '*' ? [] : [index]))
    .filter((index) => masked[index] === clear[index]);
}
