import { dropBlanks, foldFullWidth, parsed, type ParseResult, refused } from '#domain/parse-result.ts';

/**
 * An administrative division (行政区划代码): province, city, county in 6 digits (GB/T 2260), 9 with the township,
 * 12 with the village. Only the form is checked here: old codes live on in old papers, and a table says which exist.
 */
export type DivisionCode = string & { readonly __brand: 'DivisionCode' };

export type DivisionLevel = 'PROVINCE' | 'CITY' | 'COUNTY' | 'TOWNSHIP' | 'VILLAGE';

/** A longer code whose last groups are zero is the shorter one: 450103000000 is 450103. */
export function parseDivisionCode(text: string): ParseResult<DivisionCode> {
  const code = dropBlanks(foldFullWidth(text));
  if (code === '') return refused('EMPTY');
  if (!/^\d+$/.test(code)) return refused('BAD_CHARACTER');
  if (![6, 9, 12].includes(code.length)) return refused('BAD_LENGTH');
  const short = code.replace(/^(\d{6})(\d{3})?000$/, '$1$2').replace(/^(\d{6})000$/, '$1');
  if (!isSound(short)) return refused('BAD_REGION');
  return parsed(short as DivisionCode);
}

export function levelOf(code: DivisionCode): DivisionLevel {
  if (code.length === 12) return 'VILLAGE';
  if (code.length === 9) return 'TOWNSHIP';
  if (!code.endsWith('00')) return 'COUNTY';
  return code.endsWith('0000') ? 'PROVINCE' : 'CITY';
}

/**
 * One level up; undefined for a province. A county run by its province itself (省直辖县, such as 429004) has as parent
 * a city code that only groups (429000): walk on upwards when nobody is found there.
 */
export function parentOf(code: DivisionCode): DivisionCode | undefined {
  const level = levelOf(code);
  if (level === 'PROVINCE') return undefined;
  if (level === 'VILLAGE') return code.slice(0, 9) as DivisionCode;
  if (level === 'TOWNSHIP') return code.slice(0, 6) as DivisionCode;
  return code.slice(0, level === 'COUNTY' ? 4 : 2).padEnd(6, '0') as DivisionCode;
}

/** Whether `code` is `ancestor` or lies in it. */
export function isWithin(code: DivisionCode, ancestor: DivisionCode): boolean {
  let division: DivisionCode | undefined = code;
  while (division !== undefined && division !== ancestor) division = parentOf(division);
  return division === ancestor;
}

/**
 * Development zones (开发区) have no code of GB/T 2260; the statistics office gives them county numbers 71 to 79
 * (320576 苏州工业园区). Such a code names no government, so nothing may be routed by it.
 */
export function isStatisticsPseudoCode(code: DivisionCode): boolean {
  return /^\d{4}7[1-9]/.test(code);
}

/** Province 99 does not exist; the demonstration city is 990100. */
export function isDemoDivision(code: DivisionCode): boolean {
  return code.startsWith('99');
}

/** A lower level never hangs in the air: no county without a city, no township or village without what it lies in. */
function isSound(code: string): boolean {
  if (!/^[1-9]\d/.test(code)) return false;
  if (code.slice(2, 4) === '00' && code.slice(4) !== '00') return false;
  return !(code.length === 12 && code.slice(6, 9) === '000');
}
