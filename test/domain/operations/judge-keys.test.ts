import { describe, expect, it } from 'vitest';
import type { DataKey } from '#domain/keys/data-key.ts';
import { judgeDataKeys } from '#domain/operations/judge-keys.ts';

const NOW = new Date('2026-11-21T02:00:00Z');
const daysAgo = (days: number): Date => new Date(NOW.getTime() - days * 86_400_000);
const key = (more: Partial<DataKey> = {}): DataKey => ({
  id: '2611-x7k2',
  algorithm: 'AES',
  wrappingKeyId: '2026a',
  state: 'SEALING',
  sealsFrom: daysAgo(3),
  createdAt: daysAgo(3),
  createdBy: 'system',
  ...more,
});
const judge = (more: Partial<Parameters<typeof judgeDataKeys>[0]> = {}) =>
  judgeDataKeys({ keys: [key()], unopened: [], isOtherIndex: false, now: NOW, ...more });

describe('the judgement of data keys', () => {
  it('is well with a key that is young and opens', () => {
    expect(judge()).toMatchObject({ state: 'OK', says: { en: '2611-x7k2 seals, of 1' } });
  });

  it.each([
    [90, 'OK'],
    [91, 'WARNING'],
  ])('of a key that is %d days old is %s', (days, state) => {
    expect(judge({ keys: [key({ createdAt: daysAgo(days) })] })).toMatchObject({ state });
  });

  it('warns when none seals', () => {
    expect(judge({ keys: [key({ state: 'WAITING' })] })).toMatchObject({ state: 'WARNING' });
    expect(judge({ keys: [] })).toMatchObject({ state: 'WARNING' });
  });

  it('names the wrapping key that the secret file lacks', () => {
    expect(judge({ unopened: ['2611-x7k2'] })).toMatchObject({
      state: 'FAULT',
      says: { en: expect.stringContaining('2611-x7k2 (2026a)') },
      mend: { en: expect.stringContaining('ONEDOOR_SECRET_FILE') },
    });
  });

  it('names another index key', () => {
    expect(judge({ isOtherIndex: true })).toMatchObject({
      state: 'FAULT',
      says: { zh: expect.stringContaining('indexKey') },
    });
  });
});
