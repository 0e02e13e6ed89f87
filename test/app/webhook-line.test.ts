import { describe, expect, it } from 'vitest';
import { readEnv } from '#app/read-env.ts';
import { createWebhookLine, WEBHOOK_DEFAULTS } from '#app/webhook-line.ts';
import { BadSettingsError } from '#platform/env.ts';

function read(source: Readonly<Record<string, string>>) {
  return readEnv({ ONEDOOR_MODE: 'demo', ...source });
}

/** The variables that are at fault. */
function faultsOf(source: Readonly<Record<string, string>>): readonly string[] {
  try {
    read(source);
    return [];
  } catch (error) {
    if (!(error instanceof BadSettingsError)) throw error;
    return error.faults.map(({ variable }) => variable);
  }
}

describe('the settings of webhooks', () => {
  it('open nothing unless told to', () => {
    expect(read({})).toMatchObject({
      WEBHOOK_ALLOWED_NETWORKS: [],
      WEBHOOK_ALLOWED_PORTS: [443, 8_443],
      WEBHOOK_DISABLE_AFTER_DAYS: 5,
    });
  });

  it('are lists with commas', () => {
    expect(
      read({ WEBHOOK_ALLOWED_NETWORKS: '10.20.0.0/16, fd12::/32', WEBHOOK_ALLOWED_PORTS: '443, 9443' }),
    ).toMatchObject({ WEBHOOK_ALLOWED_NETWORKS: ['10.20.0.0/16', 'fd12::/32'], WEBHOOK_ALLOWED_PORTS: [443, 9_443] });
  });

  it.each([
    ['WEBHOOK_ALLOWED_NETWORKS', '10.20.0.0'],
    ['WEBHOOK_ALLOWED_NETWORKS', '10.20.0.0/16;10.30.0.0/16'],
    ['WEBHOOK_ALLOWED_PORTS', 'https'],
    ['WEBHOOK_DISABLE_AFTER_DAYS', '0'],
  ])('%s=%s stops the start-up and is named', (variable, value) => {
    expect(faultsOf({ [variable]: value })).toEqual([variable]);
  });
});

describe('the line to partners', () => {
  const never = new AbortController().signal;

  it('calls this machine in a demonstration and never in production', () => {
    const url = 'http://127.0.0.1:8080/hook';

    expect(createWebhookLine(WEBHOOK_DEFAULTS, false, never).refusalOf(url)).toBeUndefined();
    expect(createWebhookLine(WEBHOOK_DEFAULTS, true, never).refusalOf(url)).toBe('SCHEME');
    expect(createWebhookLine(WEBHOOK_DEFAULTS, true, never).refusalOf('https://127.0.0.1/')).toBe('ADDRESS');
  });

  it('calls the intranet where a network is opened', () => {
    const opened = createWebhookLine({ ...WEBHOOK_DEFAULTS, allowedNetworks: ['10.20.0.0/16'] }, true, never);

    expect(opened.refusalOf('https://10.20.1.1/')).toBeUndefined();
    expect(opened.refusalOf('https://10.21.1.1/')).toBe('ADDRESS');
  });

  it('hangs up when the process stops', async () => {
    const stop = new AbortController();
    const line = createWebhookLine(
      { ...WEBHOOK_DEFAULTS, resolve: () => new Promise(() => undefined) },
      true,
      stop.signal,
    );
    const answer = line.post({ url: 'https://hooks.example.org/', headers: {}, body: new Uint8Array() });

    stop.abort();

    expect(await answer).toEqual({ fault: 'TIMEOUT' });
  });
});
