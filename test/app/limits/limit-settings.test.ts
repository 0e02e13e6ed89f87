import { describe, expect, it } from 'vitest';
import { LIMIT_DEFAULTS, limitSettings, limitSettingsShape } from '#app/limits/limit-settings.ts';
import { BadSettingsError, parseSettings } from '#platform/env.ts';

const read = (source: Record<string, string>) => parseSettings(limitSettingsShape, source);

function refusedVariables(source: Record<string, string>): readonly string[] {
  try {
    read(source);
  } catch (error) {
    if (error instanceof BadSettingsError) return error.faults.map(({ variable }) => variable);
    throw error;
  }
  return [];
}

describe('the settings of limits', () => {
  it('leave every other role as it is', () => {
    const { budgets } = limitSettings(read({ ONEDOOR_QUERY_BUDGETS: 'WINDOW=1000, PARTNER=5' }));

    expect(budgets).toEqual({ ...LIMIT_DEFAULTS.budgets, WINDOW: 1_000, PARTNER: 5 });
  });

  it('are open to nobody else unless they say so', () => {
    expect(read({})).toMatchObject({
      ONEDOOR_ALLOWED_ORIGINS: [],
      ONEDOOR_HSTS_DAYS: 0,
      ONEDOOR_TRUSTED_DOCUMENTS: 'also',
    });
  });

  it('take origins as a list', () => {
    const text = 'https://console.example.org, http://localhost:5173';

    expect(read({ ONEDOOR_ALLOWED_ORIGINS: text }).ONEDOOR_ALLOWED_ORIGINS).toEqual(text.split(', '));
  });

  it.each([
    ['ONEDOOR_QUERY_BUDGETS', 'WINDOW'],
    ['ONEDOOR_QUERY_BUDGETS', 'CLERK=100'],
    ['ONEDOOR_QUERY_BUDGETS', 'WINDOW=0'],
    ['ONEDOOR_QUERY_BUDGETS', 'WINDOW=3000000000'],
    ['ONEDOOR_QUERY_BUDGETS', 'WINDOW=1e9'],
    ['ONEDOOR_MAX_OPERATION_COST', '5'],
    ['ONEDOOR_LOOK_UPS_PER_MINUTE', '0'],
    ['ONEDOOR_TRUSTED_DOCUMENTS', 'sometimes'],
    ['ONEDOOR_ALLOWED_ORIGINS', '*'],
    ['ONEDOOR_ALLOWED_ORIGINS', 'https://console.example.org/'],
    ['ONEDOOR_ALLOWED_ORIGINS', 'null'],
    ['ONEDOOR_HSTS_DAYS', '-1'],
  ])('refuse %s=%s', (variable, value) => {
    expect(refusedVariables({ [variable]: value })).toEqual([variable]);
  });
});
