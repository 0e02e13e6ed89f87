import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { readStackFile } from '#app/demo-stack/stack-file.ts';
import { personaToken } from '#app/personas.ts';
import { createGraphClient, type GraphClient } from '../../tools/story/graph-client.ts';
import { descendantsOf, isAlive, waitFor } from '../support/start-stack.ts';
import { openCase, wageCase } from './support/cases.ts';
import { type RoleProcess, startProcess } from './support/role-process.ts';
import { readWholeCase } from './support/whole-case.ts';

const READY = /一门已就绪/;
const dataDir = mkdtempSync(path.join(os.tmpdir(), 'onedoor-ends-'));
const running: RoleProcess[] = [];

function start(): RoleProcess {
  const process = startProcess('src/start.ts', { ONEDOOR_DATA_DIR: dataDir, SANDBOX_PACE_MS: '60' });
  running.push(process);
  return process;
}

async function startReady(): Promise<{ process: RoleProcess; window: GraphClient; gatewayUrl: string }> {
  const process = start();
  await process.says(READY, 60_000);
  return { process, ...(await reach()) };
}

async function reach(): Promise<{ window: GraphClient; gatewayUrl: string }> {
  const { gatewayUrl } = readStackFile(dataDir);
  return { gatewayUrl, window: createGraphClient(gatewayUrl, await personaToken('window')) };
}

/** Everything a stack has started; empty would prove nothing, so it has to be a family worth the name. */
function familyOf(process: RoleProcess): number[] {
  const family = descendantsOf(process.pid);
  expect(family.length).toBeGreaterThan(8);
  return family;
}

const gone = (family: readonly number[]) => waitFor(() => !family.some(isAlive), 12_000);

afterEach(async () => {
  for (const process of running.splice(0)) {
    if (process.exitCode() === undefined) process.signal('SIGTERM');
    await process.ended();
  }
});

afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

describe('a demo stack', () => {
  it('is started by one of two who start it at the same moment, and takes its processes along when it is killed', async () => {
    const both = [start(), start()];
    await waitFor(() => both.some((process) => process.exitCode() !== undefined), 20_000);
    const [refused, winner] = both[0]?.exitCode() === undefined ? [both[1], both[0]] : both;
    expect(await refused?.ended()).toBe(1);
    expect(refused?.output()).toContain('ONEDOOR_DATA_DIR');
    await winner?.says(READY, 60_000);
    const { window } = await reach();
    const { id } = await openCase(window, wageCase({ name: '陆晓燕', residentId: '990101200002290054' }));
    const family = familyOf(winner!);

    winner?.signal('SIGKILL');

    // Started again at once, while the last of the old processes may still be ending.
    const again = await startReady();
    await gone(family);
    expect(await readWholeCase(again.window, id)).toMatchObject({ id });
  });

  it('ends with 0 on Ctrl-C, which reaches every process and the starter twice, even with a subscriber connected', async () => {
    const { process, gatewayUrl } = await startReady();
    const family = familyOf(process);
    const socket = new WebSocket(`${gatewayUrl.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    await new Promise((settle) => socket.once('open', settle));

    process.signalGroup('SIGINT');
    // npm passes it on to the script it runs.
    process.signal('SIGINT');

    expect(await process.ended(10_000)).toBe(0);
    await gone(family);
    expect(process.output()).not.toContain('ended unexpectedly');
    socket.terminate();
  });

  it.each([
    ['the database', /✔ 启动数据库/],
    ['the simulated agencies', /✔ 启动模拟单位/],
  ])('leaves no process behind when it is ended right after %s came up', async (_what, line) => {
    const process = start();
    await process.says(line);
    const family = descendantsOf(process.pid);
    expect(family.length).toBeGreaterThan(2);

    process.signal('SIGTERM');

    expect(await process.ended(10_000)).toBe(0);
    await gone(family);
  });
});
