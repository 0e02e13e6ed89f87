import { dropBlanks, foldFullWidth, parsed, type ParseResult, refused } from '#domain/parse-result.ts';
import { isCourtCode } from '#domain/registry/docket-number-court.ts';

/**
 * A court's case number (案号) after 法〔2015〕137号 and 法〔2018〕335号: （year）court, kind of case, number, 号.
 * The number runs per court, kind and year, so only the whole is an identity.
 */
export interface DocketNumber {
  readonly year: number;
  /** 法院代字: 最高法 · 桂 · 桂01 · 桂0103. */
  readonly court: string;
  /** 专门审判代字 and 类型代字 together: 民初 · 民诉前调 · 知民终. */
  readonly type: string;
  readonly serial: number;
  /** 2 for 之二, one of several papers in one case. */
  readonly part?: number | undefined;
}

const FORM =
  /^[([](\d{4})[)\]](最高法|\p{Script=Han}\d{0,4})(\p{Script=Han}{1,8}?)(\d{1,8})号(?:之([一二三四五六七八九十]{1,3}|\d{1,2}))?$/u;
/** Until 2015: （2014）青民一初字第123号. Kept as written; the courts never renumbered them. */
const BEFORE_2016 = /^[([]\d{4}[)\]].*字第?\d+号/u;

/** Full- and half-width brackets and blanks are mended; a number of the old form is refused as LEGACY_FORM. */
export function parseDocketNumber(text: string): ParseResult<DocketNumber> {
  const compact = dropBlanks(foldFullWidth(text))
    .replace(/[〔【]/g, '(')
    .replace(/[〕】]/g, ')');
  if (compact === '') return refused('EMPTY');
  if (BEFORE_2016.test(compact)) return refused('LEGACY_FORM');
  const match = FORM.exec(compact);
  if (!match) return refused('BAD_FORM');
  const [, year = '', court = '', type = '', serial = '', partText] = match;
  if (!isCourtCode(court)) return refused('BAD_REGION');
  const part = partText === undefined ? undefined : readPart(partText);
  if (Number(serial) === 0 || part === 0) return refused('BAD_FORM');
  return parsed({ year: Number(year), court, type, serial: Number(serial), ...(part === undefined ? {} : { part }) });
}

/** The one official writing, with full-width brackets; usable as a key. */
export function formatDocketNumber({ year, court, type, serial, part }: DocketNumber): string {
  return `（${year}）${court}${type}${serial}号${part === undefined ? '' : `之${writePart(part)}`}`;
}

/** 民诉前调, mediation before filing, has no 立案 yet: the matter is registered, not docketed. */
export function isPreFilingMediation({ type }: DocketNumber): boolean {
  return type === '民诉前调';
}

const DIGITS = '零一二三四五六七八九';

/** Chinese numerals up to 99, or digits; 0 for what is neither. */
function readPart(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  const [, tens, units] = /^(?:([二三四五六七八九]?)十)?([一二三四五六七八九]?)$/.exec(text) ?? [];
  if (tens === undefined && units === undefined) return 0;
  const ten = tens === undefined ? 0 : tens === '' ? 1 : DIGITS.indexOf(tens);
  return ten * 10 + (units === undefined || units === '' ? 0 : DIGITS.indexOf(units));
}

function writePart(part: number): string {
  const tens = Math.floor(part / 10);
  const units = part % 10 === 0 ? '' : DIGITS.charAt(part % 10);
  return tens === 0 ? units : `${tens === 1 ? '' : DIGITS.charAt(tens)}十${units}`;
}
