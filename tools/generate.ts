import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { takeOwnerLock, watchOwner } from '#platform/embedded-postgres/owner-lock.ts';

/**
 * Writes `src/generated`: the Prisma client from `prisma/schema` and the GraphQL types from `schema`. Runs before every
 * start and test, so it does nothing while its inputs are what they were. The GraphQL types are erased at run time and
 * their generator is absent from a production install, where they are passed over.
 */
const ROOT = path.dirname(import.meta.dirname);
const INPUTS = ['schema', 'prisma/schema', 'prisma.config.ts', 'codegen.yml', 'package-lock.json', 'tools/generate.ts'];
const GENERATED = path.join(ROOT, 'src/generated');
/** Written last, so that a run cut short is repeated. */
const STAMP = path.join(GENERATED, '.inputs');
const LOCK = `generate:${ROOT}`;

const require = createRequire(import.meta.url);

interface Generator {
  readonly name: string;
  readonly output: string;
  readonly command: readonly string[];
}

async function main(): Promise<void> {
  const generators = installedGenerators();
  const inputs = hashInputs(generators);
  if (isUpToDate(inputs, generators)) return;
  const lock = await waitForLock();
  try {
    // Whoever held the lock before may have done the work.
    if (isUpToDate(inputs, generators)) return;
    const started = performance.now();
    mkdirSync(GENERATED, { recursive: true });
    rmSync(STAMP, { force: true });
    const outcomes = await Promise.allSettled(generators.map(run));
    const failures = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [String(outcome.reason)] : []));
    if (failures.length > 0) throw new Error(failures.join('\n\n'));
    writeFileSync(STAMP, inputs);
    const names = generators.map(({ name }) => name).join(', ');
    console.log(`generated ${names} in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  } finally {
    await lock.release();
  }
}

function installedGenerators(): Generator[] {
  const prisma = program('prisma', 'prisma');
  const codegen = program('@graphql-codegen/cli', 'graphql-codegen');
  if (!prisma) throw new Error('prisma is not installed: run npm ci');
  return [
    { name: 'the Prisma client', output: 'prisma/client.ts', command: [prisma, 'generate'] },
    ...(codegen
      ? [{ name: 'GraphQL types', output: 'graphql.ts', command: [codegen, '--config', 'codegen.yml'] }]
      : []),
  ];
}

/** The script behind a command, run by the Node that runs us rather than by the first one on PATH. */
function program(packageName: string, command: string): string | undefined {
  try {
    const manifest = require.resolve(`${packageName}/package.json`);
    const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as { bin: Record<string, string> };
    return path.join(path.dirname(manifest), bin[command] ?? '');
  } catch {
    return undefined;
  }
}

function hashInputs(generators: readonly Generator[]): string {
  const hash = createHash('sha256').update(generators.map(({ output }) => output).join());
  for (const file of INPUTS.flatMap(filesBelow)) hash.update(`\0${file}\0`).update(readFileSync(path.join(ROOT, file)));
  return hash.digest('hex');
}

function filesBelow(input: string): string[] {
  const place = path.join(ROOT, input);
  if (path.extname(input) !== '') return existsSync(place) ? [input] : [];
  return readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)))
    .sort();
}

function isUpToDate(inputs: string, generators: readonly Generator[]): boolean {
  return (
    existsSync(STAMP) &&
    readFileSync(STAMP, 'utf8') === inputs &&
    generators.every(({ output }) => existsSync(path.join(GENERATED, output)))
  );
}

async function waitForLock() {
  for (;;) {
    const lock = await takeOwnerLock(LOCK);
    if (lock) return lock;
    await (
      await watchOwner(LOCK)
    )?.gone;
  }
}

/** Rejects with all the generator said; says nothing when it succeeds. */
function run({ name, output, command }: Generator): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, command, {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        // Prisma would download its schema engine, which generating never runs; any file that exists stops it.
        PRISMA_SCHEMA_ENGINE_BINARY: path.join(ROOT, 'package.json'),
        CHECKPOINT_DISABLE: '1',
        PRISMA_HIDE_UPDATE_MESSAGE: '1',
        NO_COLOR: '1',
      },
    });
    const words: string[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => words.push(text));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0 && existsSync(path.join(GENERATED, output))) resolve();
      else reject(new Error(`${name} could not be generated (exit code ${code}):\n${words.join('')}`));
    });
  });
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
