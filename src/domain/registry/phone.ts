import { dropBlanks, foldFullWidth, parsed, type ParseResult, refused } from '#domain/parse-result.ts';
import { looksMaskedNumber } from '#domain/registry/masking-marks.ts';

/** A telephone number in one writing: 13800138000 · 0771-1234567 · 0771-1234567-801 · 12351. */
export type Phone = string & { readonly __brand: 'Phone' };

export type PhoneKind = 'MOBILE' | 'LANDLINE' | 'HOTLINE';

/** 工会 · 法律援助 · 人社 · 法院 · 政务服务便民 */
const HOTLINES = ['12351', '12348', '12333', '12368', '12345'];
const MOBILE = /^1[3-9]\d{9}$/;
/** 10 and 2x are the area codes of three digits with their zero (北京, 上海, …); all others have four. */
const LANDLINE = /^0(10|2\d|[3-9]\d{2})-?(\d{7,8})(?:-(\d{1,6}))?$/;

/** Country code, blanks, dashes and full-width digits are mended; a landline keeps its extension (分机). */
export function parsePhone(text: string): ParseResult<Phone> {
  const compact = dropBlanks(foldFullWidth(text))
    .replace(/[‐-―−]/g, '-')
    .replace(/[()]/g, '')
    .replace(/(转|分机|ext\.?)/i, '-');
  if (compact === '') return refused('EMPTY');
  if (looksMaskedNumber(compact)) return refused('MASKED');
  if (!/^\+?[\d-]+$/.test(compact)) return refused('BAD_CHARACTER');
  const national = withoutCountryCode(compact);
  const digits = national.replaceAll('-', '');
  if (HOTLINES.includes(digits) || MOBILE.test(digits)) return parsed(digits as Phone);
  const landline = LANDLINE.exec(national);
  if (landline) {
    const [, area, number, extension] = landline;
    return parsed(`0${area}-${number}${extension === undefined ? '' : `-${extension}`}` as Phone);
  }
  return refused(digits.length < 11 || digits.length > 12 ? 'BAD_LENGTH' : 'BAD_FORM');
}

export function phoneKind(phone: Phone): PhoneKind {
  if (HOTLINES.includes(phone)) return 'HOTLINE';
  return phone.startsWith('0') ? 'LANDLINE' : 'MOBILE';
}

/** +86, 0086 or a bare 86 before a mobile. Abroad the zero of an area code is left out, so it comes back here. */
function withoutCountryCode(text: string): string {
  const abroad = /^(?:\+|00)86-?(.+)$/.exec(text)?.[1] ?? /^86-?(1[3-9][\d-]{9,})$/.exec(text)?.[1];
  if (abroad === undefined) return text;
  const isMobile = MOBILE.test(abroad.replaceAll('-', ''));
  return isMobile || abroad.startsWith('0') ? abroad : `0${abroad}`;
}
