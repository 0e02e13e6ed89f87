import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { BadSettingsError, parseSettings, platformSettings } from '#platform/env.ts';

describe('settings', () => {
  it('take an empty variable for one that is not set', () => {
    expect(parseSettings(platformSettings, { PORT: '', HOST: '', LOG_LEVEL: undefined })).toMatchObject({
      HOST: '127.0.0.1',
      LOG_LEVEL: 'info',
    });
    expect(parseSettings(platformSettings, { PORT: '' }).PORT).toBeUndefined();
  });

  it.each(['0', '4000', '65535'])('take the port %s', (PORT) => {
    expect(parseSettings(platformSettings, { PORT }).PORT).toBe(Number(PORT));
  });

  it.each(['-1', '65536', '40.5', 'http'])('refuse the port %s', (PORT) => {
    expect(() => parseSettings(platformSettings, { PORT })).toThrow(BadSettingsError);
  });

  it('leave alone what is not theirs', () => {
    expect(parseSettings({ A: z.string() }, { A: '1', PATH: '/bin' })).toEqual({ A: '1' });
  });

  it('name every faulty variable and repeat no value', () => {
    const source = {
      PORT: 'secret-1',
      DATABASE_URL: 'secret-2',
      REDIS_URL: 'secret-3',
      ONEDOOR_MODE: 'secret-4',
      ONEDOOR_AGENCY_CALL_MS: 'secret-5',
    };
    let fault: unknown;
    try {
      parseSettings(platformSettings, source);
    } catch (error) {
      fault = error;
    }

    expect(fault).toBeInstanceOf(BadSettingsError);
    const { faults, message } = fault as BadSettingsError;
    expect(faults.map(({ variable }) => variable).toSorted()).toEqual(Object.keys(source).toSorted());
    expect(message).not.toContain('secret');
  });
});
