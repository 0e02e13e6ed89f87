import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDoor } from '#app/identity/open-door.ts';
import { createMetrics } from '#app/metrics/create-metrics.ts';
import { personaToken } from '#app/personas.ts';
import { readEnv } from '#app/read-env.ts';
import type { Logger } from '#platform/logger.ts';
import { buildTestApp, type TestApp } from '../../support/build-test-app.ts';
import { changeKey, TRIAL } from '../../usecases/partners/support/partner-keys.ts';
import { bearer, secretsOf, sign } from './support/issuer.ts';

let house: TestApp;

beforeAll(async () => {
  house = await buildTestApp();
});

afterAll(() => house.close());

/** The door as a gateway opens it, and everything it says about those it turns away. */
function open(settings: Record<string, string> = {}, production = false) {
  const lines: unknown[] = [];
  const write = (...line: readonly unknown[]): void => void lines.push(line);
  const metrics = createMetrics('gateway');
  const demo = readEnv({ ONEDOOR_MODE: 'demo', ...settings });
  const env = production ? { ...demo, ONEDOOR_MODE: 'production' as const, secrets: secretsOf() } : demo;
  const log = { warn: write, error: write, info: write, debug: write } as unknown as Logger;
  return { door: openDoor(env, house.app, metrics, log), metrics, said: () => JSON.stringify(lines) };
}

describe('the door of a gateway', () => {
  it('counts whom it turns away by what they showed and why, and writes nothing of it down', async () => {
    const { door, metrics, said } = open();
    const { key, secret } = await changeKey(house, 'court', 'createPartnerKey', TRIAL);
    await changeKey(house, 'court', 'revokePartnerKey', { keyId: key.id, reason: 'LEAKED' });
    const stranger = await sign({ issuer: 'https://elsewhere.example' });

    for (const authorization of [undefined, `Bearer ${stranger}`, `Bearer ${secret}`, `Bearer ${secret}`])
      await door({ authorization });

    const text = await metrics.registry.metrics();
    expect(text).toMatch(/onedoor_refusals_total\{.*credential="NONE",reason="MISSING".*\} 1/);
    expect(text).toMatch(/onedoor_refusals_total\{.*credential="TOKEN",reason="UNKNOWN_ISSUER".*\} 1/);
    expect(text).toMatch(/onedoor_refusals_total\{.*credential="KEY",reason="REVOKED".*\} 2/);
    for (const told of [text, said()])
      for (const part of [secret.slice(8, 30), stranger.slice(0, 30), 'elsewhere.example'])
        expect(told).not.toContain(part);
  });

  it('notices a machine that is no proxy and sends certificates', async () => {
    const { door, metrics, said } = open({
      ONEDOOR_CLIENT_CERT_HEADER: 'x-client-cert',
      ONEDOOR_TRUSTED_PROXIES: '10.20.0.7',
    });

    const { refusal } = await door({ headers: { 'x-client-cert': 'ab'.repeat(32) }, peer: '10.20.0.8' });

    expect(refusal?.reason).toBe('SPOOFED');
    expect(await metrics.registry.metrics()).toMatch(/onedoor_refusals_total\{.*reason="SPOOFED".*\} 1/);
    expect(said()).toContain('no proxy');
  });

  it('of production lets in neither personas nor keys of trials', async () => {
    const { door } = open({}, true);
    const { secret } = await changeKey(house, 'court', 'createPartnerKey', TRIAL);

    expect((await door(bearer(await personaToken('operator')))).refusal?.reason).toBe('UNKNOWN_ISSUER');
    expect((await door(bearer(secret))).refusal?.reason).toBe('WRONG_MODE');
    expect((await door(bearer(await sign()))).viewer).toMatchObject({ role: 'WINDOW' });
    expect((await open().door(bearer(secret))).viewer).toMatchObject({ role: 'AGENCY' });
  });
});
