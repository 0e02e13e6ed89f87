import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ParseResult } from '#domain/parse-result.ts';
import { localDate, parseLocalDate } from '#domain/referrals/local-date.ts';
import { parseArbitrationNumber } from '#domain/registry/arbitration-number.ts';
import { parseBankCard } from '#domain/registry/bank-card.ts';
import { parseCreditCode } from '#domain/registry/credit-code.ts';
import { parseDivisionCode } from '#domain/registry/division-code.ts';
import { parseDocketNumber } from '#domain/registry/docket-number.ts';
import { parsePersonName } from '#domain/registry/person-name.ts';
import { parsePhone } from '#domain/registry/phone.ts';
import { parseResidentId } from '#domain/registry/resident-id.ts';

const PARSERS: readonly [string, (text: string) => ParseResult<unknown>][] = [
  ['resident ID', (text) => parseResidentId(text, localDate('2026-11-21'))],
  ['credit code', parseCreditCode],
  ['telephone', parsePhone],
  ['bank card', parseBankCard],
  ['name', parsePersonName],
  ['division', parseDivisionCode],
  ['docket number', parseDocketNumber],
  ['arbitration number', parseArbitrationNumber],
  ['date', parseLocalDate],
];

/** Any sequence of code units, broken surrogates and control characters included, and texts nearly right. */
const anything = fc.oneof(
  fc.uint16Array().map((units) => String.fromCharCode(...units)),
  fc.string({ unit: fc.constantFrom(...Array.from('09X（）〔〕[]桂劳人仲案字第号之一十-+8641')) }),
);

describe.each(PARSERS)('the parser of a %s', (_, parse) => {
  it('answers every text and never throws', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const result = parse(text);
        expect(result.ok || result.fault.length > 0).toBe(true);
      }),
    );
  });

  it.each(['9', '桂', '劳', '（', '-', ' ', '·', '*'])('refuses 200,000 times %s within a second', (char) => {
    const text = char.repeat(200_000);
    const started = performance.now();

    const result = parse(text);

    expect(result.ok).toBe(false);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
