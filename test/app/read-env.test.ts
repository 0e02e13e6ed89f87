import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { configuredAgencies } from '#app/configured-agencies.ts';
import { readEnv } from '#app/read-env.ts';
import { BadSettingsError, type SettingFault } from '#platform/env.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'onedoor-env-'));
const KEY = Buffer.alloc(32, 0xab).toString('base64');

afterAll(() => rmSync(folder, { recursive: true }));

function fileHolding(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

function faultsOf(source: Record<string, string | undefined>): readonly SettingFault[] {
  try {
    readEnv(source);
  } catch (error) {
    if (error instanceof BadSettingsError) return error.faults;
    throw error;
  }
  return [];
}

describe('the settings', () => {
  it('need nothing but the mode for a demonstration', () => {
    const env = readEnv({ ONEDOOR_MODE: 'demo' });

    expect(env).toMatchObject({
      HOST: '127.0.0.1',
      ONEDOOR_DATA_DIR: '.onedoor',
      LOG_LEVEL: 'info',
      ONEDOOR_MODE: 'demo',
    });
    expect(env.secrets.demoTokenKey).toBeDefined();
  });

  it('are those of production unless said otherwise, and then need the secret file', () => {
    for (const source of [{}, { ONEDOOR_MODE: 'production' }, { ONEDOOR_MODE: '' }]) {
      const faults = faultsOf(source);

      expect(faults.map(({ variable }) => variable)).toEqual(['ONEDOOR_SECRET_FILE']);
      expect(faults[0]?.problem).toMatch(/is required in production.*正式环境必须设置密钥文件/);
    }
  });

  it('hold no demonstration key in production', () => {
    const file = fileHolding(
      'good.json',
      JSON.stringify({ sealing: { active: 'k1', keys: { k1: KEY } }, indexKey: KEY }),
    );

    expect(readEnv({ ONEDOOR_SECRET_FILE: file }).secrets).toMatchObject({ issuers: [] });
    expect(readEnv({ ONEDOOR_SECRET_FILE: file }).secrets).not.toHaveProperty('demoTokenKey');
  });

  it('tell every fault at once, agencies’ and secrets’ too', () => {
    const faults = faultsOf({
      PORT: 'eighty',
      DATABASE_URL: 'mysql://nowhere',
      REDIS_URL: 'nowhere',
      LOG_LEVEL: 'loud',
      COURT_URL: 'https://user:password@court.internal',
      COURT_WEBHOOK_SECRETS: 'hunter2hunter2',
      CIVIL_AFFAIRS_URL: 'file:///etc/passwd',
      PSYCHOLOGICAL_SERVICE_URL: 'desk.internal',
      PSYCHOLOGICAL_SERVICE_TOKEN: 'hunter2 hunter2',
      ONEDOOR_SECRET_FILE: path.join(folder, 'missing.json'),
    });

    expect(faults.map(({ variable }) => variable.replace(/\.\d+$/, '')).toSorted()).toEqual([
      'CIVIL_AFFAIRS_URL',
      'COURT_URL',
      'COURT_WEBHOOK_SECRETS',
      'DATABASE_URL',
      'LOG_LEVEL',
      'ONEDOOR_SECRET_FILE',
      'PORT',
      'PSYCHOLOGICAL_SERVICE_TOKEN',
      'PSYCHOLOGICAL_SERVICE_URL',
      'REDIS_URL',
    ]);
    expect(JSON.stringify(faults)).not.toMatch(/hunter2|password|mysql/);
  });

  it('of agencies by configuration are read like those of any other', () => {
    const { configured } = readEnv({ ONEDOOR_MODE: 'demo', PSYCHOLOGICAL_SERVICE_URL: 'https://desk.internal' });

    expect(configured.settings).toMatchObject({ PSYCHOLOGICAL_SERVICE_URL: new URL('https://desk.internal') });
  });

  it('say which line of which agency file is wrong', () => {
    const agencies = path.join(folder, 'agencies');
    mkdirSync(agencies);
    writeFileSync(path.join(agencies, 'police.yaml'), 'code: police\nchannel: WINDOW\nroles: [PATROL]\n');

    expect(() => configuredAgencies({}, agencies)).toThrow(
      expect.objectContaining({
        faults: [{ variable: 'agencies/police.yaml:3', problem: expect.stringContaining('roles.0') as string }],
      }) as BadSettingsError,
    );
  });

  it.each([
    ['is no JSON', `{"sealing":{"active":"k1","keys":{"k1":"${KEY}"}}`],
    ['has a short key', `{"sealing":{"active":"k1","keys":{"k1":"${KEY}"}},"indexKey":"QUJDREVGR0g="}`],
    ['is something else altogether', 'root:$6$salt$hash:19000:0'],
  ])('say that the secret file %s and repeat none of it', (_kind, text) => {
    const [fault, ...more] = faultsOf({ ONEDOOR_SECRET_FILE: fileHolding('bad.json', text) });

    expect(more).toEqual([]);
    expect(fault).toMatchObject({
      variable: 'ONEDOOR_SECRET_FILE',
      problem: expect.stringContaining('cannot be used') as string,
    });
    expect(JSON.stringify(fault)).not.toMatch(/q6urq|QUJD|root|salt/);
  });

  it('refuse a mode nobody knows rather than fall back to the demonstration', () => {
    expect(faultsOf({ ONEDOOR_MODE: 'Demo' }).map(({ variable }) => variable)).toEqual([
      'ONEDOOR_MODE',
      'ONEDOOR_SECRET_FILE',
    ]);
  });
});
