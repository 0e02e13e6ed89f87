import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAlive, waitFor } from '../support/start-stack.ts';
import { openLine } from './city/line.ts';
import { manageProcess } from './city/managed-process.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'onedoor-chaos-parts-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function sleeper(name: string, command: readonly [string, ...string[]] = ['/bin/sh', '-c', 'sleep 60 & wait']) {
  return manageProcess({ name, command, env: {}, logFile: path.join(folder, `${name}.log`) });
}

describe('a process of the city', () => {
  it('is killed and started again as another', async () => {
    const part = sleeper('killed');
    part.start();
    await part.kill();
    part.start();

    expect(part.pids).toHaveLength(2);
    expect(isAlive(part.pids[0]!)).toBe(false);
    expect(part.crashes).toEqual([]);
    await part.kill();
    expect(part.isRunning()).toBe(false);
  });

  it('comes back by itself when it falls over, and that is remembered', async () => {
    const part = sleeper('fallen', ['/bin/sh', '-c', 'exit 7']);
    part.start();
    await waitFor(() => part.pids.length > 1, 5_000);
    await part.kill();

    expect(part.crashes[0]).toBe('exit 7');
  });

  it('says how it ended when it is asked to', async () => {
    const part = sleeper('asked', ['/bin/sh', '-c', 'trap "exit 0" TERM; echo up; while :; do sleep 0.05; done']);
    part.start();
    // A shell that has not set its trap yet would end by the signal.
    await waitFor(() => readFileSync(path.join(folder, 'asked.log'), 'utf8').includes('up'), 5_000);

    expect(await part.terminate(5_000)).toMatchObject({ code: 0 });
    expect(part.crashes).toEqual([]);
  });

  it('does not outlive a run that is killed, not even frozen', async () => {
    const code = `
      import { manageProcess } from ${JSON.stringify(path.resolve(import.meta.dirname, 'city/managed-process.ts'))};
      const part = manageProcess({ name: 'orphan', command: ['/bin/sh', '-c', 'exec sleep 60'], env: {}, logFile: ${JSON.stringify(path.join(folder, 'orphan.log'))} });
      part.start();
      part.freeze();
      console.log(part.pid());
      setInterval(() => {}, 1_000);`;
    const run = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
    const pid = await new Promise<number>((settle) => run.stdout.once('data', (chunk) => settle(Number(chunk))));
    expect(isAlive(pid)).toBe(true);

    run.kill('SIGKILL');

    await waitFor(() => !isAlive(pid), 5_000);
    expect(isAlive(pid)).toBe(false);
  });
});

describe('a line that stands still', () => {
  it('lets nothing pass, and then everything, in order', async () => {
    const echo = createServer((socket) => socket.pipe(socket));
    await new Promise<void>((settle) => echo.listen(0, '127.0.0.1', settle));
    const line = await openLine((echo.address() as AddressInfo).port);
    const client = connect(line.port, '127.0.0.1');
    let heard = '';
    client.on('data', (chunk) => (heard += chunk.toString()));
    client.write('before ');
    await waitFor(() => heard === 'before ', 5_000);

    const over = line.stall(300);
    client.write('while it stands ');
    client.write('still');
    await over;
    const heardMeanwhile = heard;
    await waitFor(() => heard === 'before while it stands still', 5_000);

    expect(heardMeanwhile).toBe('before ');
    client.destroy();
    await line.close();
    echo.close();
  });
});
