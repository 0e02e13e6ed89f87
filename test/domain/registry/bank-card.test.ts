import { describe, expect, it } from 'vitest';
import { parseBankCard } from '#domain/registry/bank-card.ts';
import { PUBLISHED_BANK_CARDS } from '../../fixtures/published-identifiers.ts';

describe('a bank card number', () => {
  it('passes the check digit', () => {
    expect(parseBankCard(PUBLISHED_BANK_CARDS.passing)).toEqual({
      ok: true,
      value: { number: PUBLISHED_BANK_CARDS.passing, luhnPasses: true },
    });
  });

  it('is taken with a warning when the check digit is wrong, as some union cards have none', () => {
    expect(parseBankCard(PUBLISHED_BANK_CARDS.failing)).toEqual({
      ok: true,
      value: { number: PUBLISHED_BANK_CARDS.failing, luhnPasses: false },
    });
  });

  it('is read in groups of four and in full-width digits', () => {
    expect(parseBankCard('6222 0212-3456 7890 12８')).toMatchObject({
      ok: true,
      value: { number: '622202123456789012８'.normalize('NFKC') },
    });
  });

  it.each([
    ['nothing', '', 'EMPTY'],
    ['stars', '622202****0128', 'MASKED'],
    ['15 digits', '622202123456789', 'BAD_LENGTH'],
    ['20 digits', '62220212345678901284', 'BAD_LENGTH'],
    ['a letter', '622202123456789O', 'BAD_CHARACTER'],
  ])('refuses %s', (_, text, fault) => {
    expect(parseBankCard(text)).toEqual({ ok: false, fault });
  });

  it('catches every wrong single digit', () => {
    const card = PUBLISHED_BANK_CARDS.passing;
    for (let position = 0; position < card.length; position += 1) {
      for (const digit of '0123456789') {
        if (digit === card[position]) continue;
        const result = parseBankCard(card.slice(0, position) + digit + card.slice(position + 1));
        expect(result).toMatchObject({ ok: true, value: { luhnPasses: false } });
      }
    }
  });
});
