import { type DivisionCode, parseDivisionCode } from '#domain/registry/division-code.ts';

/**
 * The court in a docket number (法院代字): the character of its province and, below the high court, the digits of the
 * division it was named after: 桂0103 for 450103 青秀区. 最高法 and its circuits have no digits.
 *
 * A court keeps its code when divisions change, and special courts are numbered from 71 on (railway 71, maritime 72,
 * intellectual property 73, …, across regions 96 to 99): the code is no division code, at best a lead to one.
 */
export type CourtLevel = 'SUPREME' | 'HIGH' | 'INTERMEDIATE' | 'BASIC';

/** The province's code of GB/T 2260; 兵 (新疆生产建设兵团) and 军 (military courts) have none. */
const PROVINCES: ReadonlyMap<string, string | undefined> = new Map([
  ['京', '11'],
  ['津', '12'],
  ['冀', '13'],
  ['晋', '14'],
  ['内', '15'],
  ['辽', '21'],
  ['吉', '22'],
  ['黑', '23'],
  ['沪', '31'],
  ['苏', '32'],
  ['浙', '33'],
  ['皖', '34'],
  ['闽', '35'],
  ['赣', '36'],
  ['鲁', '37'],
  ['豫', '41'],
  ['鄂', '42'],
  ['湘', '43'],
  ['粤', '44'],
  ['桂', '45'],
  ['琼', '46'],
  ['渝', '50'],
  ['川', '51'],
  ['黔', '52'],
  ['贵', '52'],
  ['云', '53'],
  ['藏', '54'],
  ['陕', '61'],
  ['甘', '62'],
  ['青', '63'],
  ['宁', '64'],
  ['新', '65'],
  ['兵', undefined],
  ['军', undefined],
]);

const FIRST_SPECIAL_NUMBER = 71;

export function isCourtCode(court: string): boolean {
  if (court === '最高法') return true;
  return PROVINCES.has(court.charAt(0)) && /^.(\d{2}|\d{4})?$/u.test(court);
}

export function courtLevelOf(court: string): CourtLevel {
  if (court === '最高法') return 'SUPREME';
  if (court.length === 1) return 'HIGH';
  return court.length === 3 ? 'INTERMEDIATE' : 'BASIC';
}

/** Where the court probably sits; undefined for special courts and those without a province. Never route by it alone. */
export function likelyDivisionOf(court: string): DivisionCode | undefined {
  const province = PROVINCES.get(court.charAt(0));
  if (province === undefined || !isCourtCode(court)) return undefined;
  const groups = [court.slice(1, 3), court.slice(3, 5)].filter((group) => group !== '');
  if (groups.some((group) => Number(group) >= FIRST_SPECIAL_NUMBER)) return undefined;
  const result = parseDivisionCode(`${province}${groups.join('')}`.padEnd(6, '0'));
  return result.ok ? result.value : undefined;
}
