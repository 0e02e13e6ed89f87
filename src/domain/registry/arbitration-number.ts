import { dropBlanks, foldFullWidth, parsed, type ParseResult, refused } from '#domain/parse-result.ts';

/**
 * The number of a labour arbitration (仲裁案号). There is no national form: each commission writes its own place, its
 * own brackets, the year before or after, with or without 字 and 第. The raw text is what goes on papers; `key` is the
 * same for all writings of one number and is what is compared.
 */
export interface ArbitrationNumber {
  readonly raw: string;
  readonly key: string;
  /** The commission's short name: 宁 · 浙余姚. Empty where the paper leaves it out. */
  readonly place: string;
  /** 劳人仲案 · 劳仲案 (the commissions' name until about 2010) · 劳人仲裁 · … as the commission has it. */
  readonly kind: string;
  readonly year: number;
  readonly serial: number;
  /** 1 in 123号-1: one of several cases joined. */
  readonly part?: number | undefined;
}

const YEAR = String.raw`\((\d{4})\)`;
const NAME = String.raw`(\p{Script=Han}{0,10}?)(劳(?:动)?(?:人(?:事)?)?(?:争议)?仲\p{Script=Han}{0,3}?)字?`;
const SERIAL = String.raw`第?(\d{1,8})(?:-(\d{1,3}))?号(?:(?:-|之)(\d{1,3}))?`;
const YEAR_FIRST = new RegExp(`^${YEAR}${NAME}${SERIAL}$`, 'u');
const YEAR_INSIDE = new RegExp(`^${NAME}${YEAR}(?:字)?${SERIAL}$`, 'u');

export function parseArbitrationNumber(text: string): ParseResult<ArbitrationNumber> {
  const raw = text.trim();
  if (raw === '') return refused('EMPTY');
  const compact = dropBlanks(foldFullWidth(raw))
    .replace(/[[〔【]/g, '(')
    .replace(/[\]〕】]/g, ')')
    .replace(/[‐-―]/g, '-');
  const first = YEAR_FIRST.exec(compact);
  const inside = YEAR_INSIDE.exec(compact);
  const [place, kind, year, serial, partBefore, partAfter] = first
    ? [first[2], first[3], first[1], first[4], first[5], first[6]]
    : (inside?.slice(1) ?? []);
  if (place === undefined || kind === undefined || year === undefined || serial === undefined)
    return refused('BAD_FORM');
  const partText = partBefore ?? partAfter;
  const part = partText === undefined ? undefined : Number(partText);
  const number = { place, kind, year: Number(year), serial: Number(serial), ...(part === undefined ? {} : { part }) };
  return parsed({ raw, key: formatArbitrationNumber(number), ...number });
}

/** The commonest writing: 宁劳人仲案字〔2025〕123号-1. */
export function formatArbitrationNumber(number: Omit<ArbitrationNumber, 'raw' | 'key'>): string {
  const { place, kind, year, serial, part } = number;
  return `${place}${kind}字〔${year}〕${serial}号${part === undefined ? '' : `-${part}`}`;
}
