import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpsContext } from '#app/ops/ops-context.ts';
import { partnerCommand } from '#app/ops/partner.ts';
import { readEnv } from '#app/read-env.ts';
import { buildTestApp, type TestApp } from '../../support/build-test-app.ts';
import { keysOf } from '../../usecases/partners/support/partner-keys.ts';

let house: TestApp;

beforeAll(async () => {
  house = await buildTestApp();
});

afterAll(() => house.close());

async function ops(...args: readonly string[]): Promise<readonly string[]> {
  const printed: string[] = [];
  const context: OpsContext = {
    env: readEnv({ ONEDOOR_MODE: 'demo' }),
    log: house.app.log,
    withApp: (work) => work(house.app),
    print: (line) => void printed.push(line),
  };
  const command = partnerCommand(context);
  for (const each of [command, ...command.commands, ...command.commands.flatMap(({ commands }) => commands)])
    each.exitOverride().configureOutput({ writeErr: () => {} });
  await command.parseAsync(['keys', ...args], { from: 'user' });
  return printed;
}

const NEW = ['create', '--kind', 'TEAM', '--name', '联调', '--agency', 'court', '--division', '990101'];
const RIGHTS = [
  '--roles',
  'COURT_FILING,COURT_MEDIATION',
  '--scopes',
  'CASES_READ, EVENTS_READ',
  '--holder',
  'engineer-7',
];

describe('ops partner keys', () => {
  it('makes a key, lists it without its secret, rotates and revokes it', async () => {
    const [made = '', secret = ''] = await ops(...NEW, ...RIGHTS, '--days', '30');
    const id = made.split('  ')[0] ?? '';
    const listed = await ops('list', '--agency', 'court');
    const [, second = ''] = await ops('rotate', id, '--grace', '1');
    const [revoked = ''] = await ops('revoke', id, '--reason', 'HOLDER_LEFT');

    expect(secret).toMatch(/^od_team_[0-9A-Za-z]{49}$/);
    expect(second).toMatch(/^od_team_[0-9A-Za-z]{49}$/);
    expect(listed).toHaveLength(1);
    expect(listed[0]).toContain(`…${secret.slice(-4)}`);
    expect(listed.join()).not.toContain(secret);
    expect(revoked).toContain('REVOKED');
    expect(await ops('list')).toEqual(['没有 / none']);
    expect(await ops('list', '--ended')).toHaveLength(1);
    expect(await keysOf(house, 'operator')).toMatchObject([
      { holder: 'engineer-7', roles: ['COURT_FILING', 'COURT_MEDIATION'], scopes: ['CASES_READ', 'EVENTS_READ'] },
    ]);
  });

  it('says in both languages what is wrong and what to do', async () => {
    await expect(ops(...NEW, '--roles', 'COURT_FILING', '--scopes', 'CASES_READ')).rejects.toThrow(
      /PARTNER_KEY_HOLDER_REQUIRED: 工程师密钥要写明属于谁.*Give the subject/s,
    );
    await expect(ops('revoke', 'nothing', '--reason', 'LEAKED')).rejects.toThrow('no such id');
    await expect(ops(...NEW, '--scopes', 'EVERYTHING')).rejects.toThrow('one of CATALOGUE_READ');
  });
});
