import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpsContext } from '#app/ops/ops-context.ts';
import { webhooksCommand } from '#app/ops/webhooks.ts';
import { readEnv } from '#app/read-env.ts';
import { buildTestApp, type TestApp } from '../../support/build-test-app.ts';
import { endpointOf, partner } from '../../usecases/partners/support/partner.ts';

let house: TestApp;
let disabled: string;
let printed: string[];

beforeAll(async () => {
  house = await buildTestApp();
  const made = await partner(house, 'court', 'createWebhookEndpoint', {
    url: 'https://hooks.example.org/key-of-theirs',
  });
  disabled = made.endpoint.id;
  await house.app.database.prisma.webhookEndpoint.updateMany({
    data: { state: 'DISABLED', stateReason: 'ONLY_FAILURES', failingSince: new Date('2026-03-01T00:00:00Z') },
  });
  await partner(house, 'hr', 'createWebhookEndpoint', { url: 'https://hr.example.org/' });
});

afterAll(() => house.close());

async function ops(...args: readonly string[]): Promise<readonly string[]> {
  printed = [];
  const context: OpsContext = {
    env: readEnv({ ONEDOOR_MODE: 'demo' }),
    log: house.app.log,
    withApp: (work) => work(house.app),
    print: (line) => void printed.push(line),
  };
  await webhooksCommand(context).parseAsync([...args], { from: 'user' });
  return printed;
}

describe('ops webhooks', () => {
  it('lists endpoints without what may be secret in their address', async () => {
    const lines = await ops('list');

    expect(lines).toHaveLength(2);
    expect(lines.join()).toContain('hr.example.org');
    expect(lines.join()).not.toContain('key-of-theirs');
  });

  it('lists those that need somebody, and resumes one', async () => {
    expect(await ops('list', '--disabled')).toEqual([
      `${disabled}  court  hooks.example.org  DISABLED  ONLY_FAILURES  failing since 2026-03-01T00:00:00.000Z`,
    ]);

    await ops('resume', disabled);

    expect(await endpointOf(house, 'court', disabled)).toMatchObject({ state: 'ACTIVE', failingSince: null });
    expect(await ops('list', '--disabled')).toEqual(['没有 / none']);
  });

  it('says so when there is no such endpoint', async () => {
    await expect(ops('resume', 'nothing')).rejects.toThrow('no such id');
  });
});
