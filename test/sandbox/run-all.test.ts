import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { AGENCIES } from '../../sandbox/kit/settings.ts';

const MAIN = fileURLToPath(new URL('../../sandbox/main.ts', import.meta.url));

interface Ready {
  readonly ready: string;
  readonly url: string;
}

async function isUp(url: string): Promise<boolean> {
  return await fetch(`${url}/_control/seen`).then(
    (response) => response.ok,
    () => false,
  );
}

describe('the agencies together', () => {
  it.each(['SIGTERM', 'SIGKILL'] as const)('say when they are ready and are all gone after %s', async (signal) => {
    const data = mkdtempSync(join(tmpdir(), 'sandbox-'));
    const parent = spawn(process.execPath, [MAIN], { cwd: data, stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      const ended = new Promise((resolve) => parent.once('exit', resolve));
      const ready: Ready[] = [];
      createInterface({ input: parent.stdout }).on('line', (line) => ready.push(JSON.parse(line) as Ready));
      await expect.poll(() => ready.length, { timeout: 15_000, interval: 20 }).toBe(AGENCIES.length);
      const urls = ready.map((line) => line.url);
      expect(await Promise.all(urls.map(isUp))).toEqual(AGENCIES.map(() => true));

      parent.kill(signal);
      await ended;

      expect(ready.map((line) => line.ready).toSorted()).toEqual(AGENCIES.toSorted());
      await expect
        .poll(() => Promise.all(urls.map(isUp)), { timeout: 10_000, interval: 50 })
        .toEqual(AGENCIES.map(() => false));
    } finally {
      parent.kill('SIGTERM');
      rmSync(data, { recursive: true, force: true });
    }
  });

  it('name the agencies there are when asked for another', async () => {
    const child = spawn(process.execPath, [MAIN, 'police'], { stdio: ['ignore', 'ignore', 'pipe'] });
    const complaints: string[] = [];
    child.stderr.on('data', (chunk: Buffer) => complaints.push(chunk.toString('utf8')));

    const code = await new Promise((resolve) => child.once('close', resolve));

    expect(code).toBe(64);
    expect(complaints.join('')).toContain(AGENCIES.join(', '));
  });
});
