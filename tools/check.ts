import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** `npm run check`: everything that needs neither a running stack nor a database server of its own, cheapest first. */
interface Step {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  /** A step whose tool is not there is passed over by name, not silently. */
  readonly needs?: string;
  /** Its last line is worth reading although it went well. */
  readonly tells?: true;
}

const STEPS: readonly Step[] = [
  { name: 'format', command: ['oxfmt', '--check'] },
  { name: 'lint', command: ['oxlint'] },
  { name: 'types', command: ['tsc', '-p', '.'] },
  { name: 'public contract', command: ['eslint', 'schema'] },
  { name: 'dead code', command: ['knip'] },
  { name: 'migrations in sync', command: ['node', 'tools/new-migration.ts', '--check'] },
  {
    name: 'ARCHITECTURE.md up to date',
    command: ['node', 'tools/print-architecture.ts', '--check'],
    needs: 'tools/print-architecture.ts',
  },
  { name: 'trusted documents up to date', command: ['node', 'tools/trusted-documents.ts', '--check'] },
  { name: 'bill of materials', command: ['node', 'tools/sbom.ts', '--check'], tells: true },
  { name: 'known weaknesses', command: ['node', 'tools/audit.ts'], tells: true },
  { name: 'unit tests', command: ['vitest', 'run', '--project', 'unit'] },
];

const root = join(import.meta.dirname, '..');

const failed: string[] = [];
for (const step of STEPS) {
  if (step.needs !== undefined && !existsSync(join(root, step.needs))) {
    console.log(`-  ${step.name}: no ${step.needs}, passed over`);
    continue;
  }
  const started = performance.now();
  const { exitCode, output } = await run(step.command);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const told = step.tells === true && exitCode === 0 ? `: ${output.trim().split('\n').at(-1)}` : '';
  console.log(`${exitCode === 0 ? '✔' : '✘'}  ${step.name} (${seconds} s)${told}`);
  if (exitCode === 0) continue;
  failed.push(step.name);
  console.log(`   $ ${step.command.join(' ')}\n${output.trim()}\n`);
}

console.log(failed.length === 0 ? 'check: all good' : `check: ${failed.length} failed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;

function run([program, ...args]: Step['command']): Promise<{ exitCode: number; output: string }> {
  const bin = join(root, 'node_modules', '.bin');
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}` };
  // npm's programs are `.cmd` scripts on Windows, which start through a shell only. The arguments are all our own.
  const child = spawn(program, args, { cwd: root, env, shell: process.platform === 'win32' });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((settle) => {
    child.once('error', (error) => settle({ exitCode: 1, output: error.message }));
    child.once('close', (code) => settle({ exitCode: code ?? 1, output: Buffer.concat(chunks).toString('utf8') }));
  });
}
