import { spawn } from 'node:child_process';
import path from 'node:path';
import { expect, it } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../..');

const PROGRAM = `
  import { createLogger } from '#platform/logger.ts';
  const log = createLogger('info', 'worker');
  process.stdout.write('up');
  process.stdin.once('end', () => {
    for (let line = 0; line < 3; line += 1) log.warn('nobody reads this');
    process.exit(3);
  }).resume();
`;

// pino's asynchronous destination (sonic-boom 4.2) tries for ever to write its last lines to a closed pipe: a gateway
// whose starter was killed stayed behind with its port.
it('lets a process end whose log nobody reads any more', async () => {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', PROGRAM], { cwd: ROOT, stdio: 'pipe' });
  const ended = new Promise<number | null>((settle) => child.once('exit', settle));
  const patience = setTimeout(() => child.kill('SIGKILL'), 3_000);
  await new Promise((settle) => child.stdout.once('data', settle));

  child.stderr.destroy();
  child.stdin.end();

  expect(await ended).toBe(3);
  clearTimeout(patience);
});
