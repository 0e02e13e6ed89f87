import { GraphQLError } from 'graphql';
import { describe, expect, it } from 'vitest';
import { formatError } from '#app/format-error.ts';
import { LedgerUnavailableError } from '#domain/access/access-ledger.ts';
import { createLogger } from '#platform/logger.ts';

describe('a look that could not be recorded', () => {
  it('is answered with a code of its own, in both languages, and with nothing of the cause', () => {
    const originalError = new LedgerUnavailableError('not written', { cause: new Error('relation "ledger_entry"') });
    const error = new GraphQLError('failed', { originalError, path: ['case', 'applicant'] });

    const shown = formatError(error.toJSON(), error, createLogger('silent', 'test'));

    expect(shown).toMatchObject({ path: ['case', 'applicant'], extensions: { code: 'LEDGER_UNAVAILABLE' } });
    expect(shown.message).toMatch(/请稍后重试.* \/ .*try again/);
    expect(JSON.stringify(shown)).not.toMatch(/ledger_entry|not written/);
  });
});
