import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keysCommand } from '#app/ops/keys.ts';
import type { OpsContext } from '#app/ops/ops-context.ts';
import { readEnv } from '#app/read-env.ts';
import { buildTestApp, type TestApp } from '../../support/build-test-app.ts';
import { letKeyTimePass, sealingKey } from '../../usecases/keys/support/key-house.ts';

let house: TestApp;
let first: string;

beforeAll(async () => {
  house = await buildTestApp();
  first = await sealingKey(house.app);
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
  await keysCommand(context).parseAsync([...args], { from: 'user' });
  return printed;
}

describe('ops keys', () => {
  it('lists the keys and never a key', async () => {
    const lines = await ops('list');

    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatch(new RegExp(`^${first} +AES +加密中 sealing +demo +\\d{4}-.* +system$`));
  });

  it('tells in both languages why the key that seals cannot be retired', async () => {
    await expect(ops('retire', first)).rejects.toThrow(/正在用于加密.* \/ it seals at the moment/);
    await expect(ops('retire', 'nothing')).rejects.toThrow('no such data key');
  });

  it('rotates: begins, says when, goes on with what was begun, and ends with nothing left for the old key', async () => {
    const begun = await ops('rotate', '--no-follow');
    const waiting = await ops('status');
    await letKeyTimePass(house.app);

    const followed = await ops('rotate');

    expect(begun).toEqual(['已发起轮换 / a rotation has begun']);
    expect(waiting[0]).toContain('begins then');
    expect(waiting.slice(2).every((line) => line.startsWith(first))).toBe(true);
    expect(followed[0]).toContain('one was under way');
    expect(followed.at(-1)).toMatch(/^→ \d{4}-\w{4} {2}完成 \/ done /);
    const second = await sealingKey(house.app);
    const after = await ops('status');
    expect(after.length).toBeGreaterThan(3);
    expect(after.slice(2).every((line) => line.startsWith(second))).toBe(true);
    expect(await ops('retire', first)).toEqual([`${first}: 已停用，仍可解密 / retired; it still opens`]);
    await expect(ops('retire', first, '--destroy')).rejects.toThrow('retired for an hour');
  });

  it('changes the wrapping key alone when asked to', async () => {
    expect(await ops('rotate', '--wrapping-only')).toEqual([
      '已改用当前主密钥：0 个 / put under the wrapping key of now: 0',
    ]);
  });
});
