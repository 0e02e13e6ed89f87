import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { settingsOfRunningStack } from '#app/demo-stack/agency-settings.ts';
import { writeStackFile } from '#app/demo-stack/stack-file.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'stack-'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

describe('commands beside a demo stack', () => {
  it('reach its agencies as its worker does, unless told otherwise', () => {
    vi.stubEnv('COURT_URL', 'http://127.0.0.1:7');
    vi.stubEnv('LEGAL_AID_URL', '');
    writeStackFile(folder, {
      gatewayUrl: 'http://127.0.0.1:1',
      controlUrl: 'http://127.0.0.1:2',
      agencies: { court: 'http://127.0.0.1:3', 'legal-aid': 'http://127.0.0.1:4' },
    });

    const settings = settingsOfRunningStack(folder);

    expect(settings).not.toHaveProperty('COURT_URL');
    expect(settings).toMatchObject({
      LEGAL_AID_URL: 'http://127.0.0.1:4',
      LEGAL_AID_WEBHOOK_SECRETS: expect.stringMatching(/^whsec_/),
    });
  });

  it('reach none where no stack runs', () => {
    expect(settingsOfRunningStack(folder)).toEqual({});
  });
});
