import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { agencySettings } from '#app/demo-stack/agency-settings.ts';
import { type Child, superviseChild } from '#app/demo-stack/child-process.ts';
import { startControlServer } from '#app/demo-stack/control-server.ts';
import { nextFreePort } from '#app/demo-stack/free-port.ts';
import { printWelcome } from '#app/demo-stack/print-welcome.ts';
import { removeStackFile, writeStackFile } from '#app/demo-stack/stack-file.ts';
import { takeStackLock } from '#app/demo-stack/stack-lock.ts';
import { createSteps } from '#app/demo-stack/steps.ts';
import { until } from '#app/demo-stack/until.ts';
import { readFeedSettings } from '#app/feed-settings.ts';
import { DEFAULT_PORT } from '#app/listen-on.ts';
import { migrateDatabase } from '#app/migrate-database.ts';
import { openApp } from '#app/open-app.ts';
import { openDatabaseServer } from '#app/open-database-server.ts';
import type { Env } from '#app/read-env.ts';
import type { RunningRole } from '#app/run-role.ts';
import { seedDatabase } from '#app/seed-database.ts';
import { isFree } from '#platform/embedded-postgres/free-port.ts';
import type { Logger } from '#platform/logger.ts';

/** Agencies with a system that is simulated; each is a process of its own. */
const SANDBOX = [
  'court',
  'hr-bureau',
  'civil-affairs',
  'medical-insurance',
  'bank',
  'legal-aid',
  'psychological-service',
] as const;

/**
 * `npm start`: everything a newcomer needs, on a machine that has Node and npm only. Database, migrations, demo city,
 * simulated agencies, gateway and worker, each supervised; one table at the end says where everything is.
 */
export async function runDemoStack(env: Env, log: Logger): Promise<RunningRole> {
  const steps = createSteps();
  mkdirSync(env.ONEDOOR_DATA_DIR, { recursive: true, mode: 0o700 });
  const lock = await takeStackLock(env.ONEDOOR_DATA_DIR);
  const port = await steps.run(
    '检查端口 / ports',
    () => choosePort(env),
    (chosen) => `${env.HOST}:${chosen}`,
  );
  const server = await steps.run(
    '启动数据库 / database',
    () => openDatabaseServer(env, log),
    () => (env.DATABASE_URL ? 'DATABASE_URL' : '内置 PostgreSQL / embedded'),
  );
  await steps.run(
    '迁移 / migrations',
    () => migrateDatabase(server.url),
    (applied) => `${applied.length} 个新迁移 / new`,
  );
  await steps.run(
    '播种演示城市 桂江市 / demo city',
    () => seed(env, server.url, log),
    (summary) => summary,
  );

  const gatewayUrl = `http://${env.HOST === '0.0.0.0' ? '127.0.0.1' : env.HOST}:${port}`;
  const agencies = new Map<string, string>();
  const children = new Map<string, Child>();
  const add = (child: Child): void => {
    children.set(child.name, child);
    child.start();
  };
  for (const agency of SANDBOX) add(sandboxChild(agency, env, gatewayUrl, agencies));
  await steps.run(
    '启动模拟单位 / simulated agencies',
    () => until(() => allAlive(children) && agencies.size === SANDBOX.length, 30_000),
    () => [...agencies.keys()].join(' '),
  );

  const roleEnv = () => ({
    ONEDOOR_MODE: 'demo',
    DATABASE_URL: server.url,
    HOST: env.HOST,
    PORT: String(port),
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'warn',
    ...agencySettings(agencies),
  });
  for (const [name, script] of [
    ['gateway', 'src/main.ts'],
    ['worker', 'src/worker.ts'],
  ] as const) {
    add(
      superviseChild({
        name,
        command: [script],
        env: roleEnv,
        onLine: (line) => process.stderr.write(`[${name}] ${line}\n`),
        onCrash: (reason) =>
          process.stderr.write(`[${name}] 意外结束，正在重启 / ended unexpectedly, starting again (${reason})\n`),
      }),
    );
  }
  await steps.run(
    '启动网关与作业 / gateway and worker',
    () => until(() => allAlive(children) && isUp(gatewayUrl), 60_000),
    () => gatewayUrl,
  );
  const control = await startControlServer(children);
  writeStackFile(env.ONEDOOR_DATA_DIR, { gatewayUrl, controlUrl: control.url, agencies: Object.fromEntries(agencies) });
  printWelcome(gatewayUrl, env.REDIS_URL ? 'Redis' : 'PostgreSQL');

  return {
    async stop() {
      removeStackFile(env.ONEDOOR_DATA_DIR);
      control.close();
      await Promise.all([...children.values()].map((child) => child.stop()));
      await server.stop();
      await lock.release();
    },
  };
}

/** A port that was asked for by name must be free; otherwise the next free one does, so that two copies can run. */
async function choosePort(env: Env): Promise<number> {
  if (env.PORT === undefined || env.PORT === 0) return nextFreePort(env.HOST, DEFAULT_PORT);
  if (await isFree(env.HOST, env.PORT)) return env.PORT;
  throw new Error(
    `端口 ${env.PORT} 已被占用，请用 PORT 另选一个，或不设 PORT / port ${env.PORT} is taken; choose another, or leave PORT unset`,
  );
}

async function seed(env: Env, databaseUrl: string, log: Logger): Promise<string> {
  const app = await openApp(env, databaseUrl, log);
  try {
    const { demo } = await seedDatabase(app);
    return demo ? `${demo.people} 人 / people` : '';
  } finally {
    await app.close();
  }
}

/** Simulated agencies that write files for us. */
const DELIVERED_FILES: ReadonlyMap<string, { readonly feed: string; readonly everyMs?: string }> = new Map([
  ['medical-insurance', { feed: 'settlements' }],
  ['bank', { feed: 'bank-returns', everyMs: '20000' }],
]);

function sandboxChild(agency: string, env: Env, gatewayUrl: string, ready: Map<string, string>): Child {
  const prefix = `SANDBOX_${agency.toUpperCase().replaceAll('-', '_')}`;
  return superviseChild({
    name: agency,
    command: ['sandbox/main.ts', agency],
    env: () => ({
      SANDBOX_GATEWAY_URL: gatewayUrl,
      [`${prefix}_DATA`]: path.resolve(env.ONEDOOR_DATA_DIR, 'sandbox', agency),
      // The same port after a restart: the gateway knows only that one.
      [`${prefix}_PORT`]: ready.has(agency) ? new URL(ready.get(agency) ?? '').port : '0',
      ...filesOf(agency, prefix, env),
    }),
    onLine(line) {
      const url = /^\{"ready":"[^"]+","url":"([^"]+)"\}$/.exec(line)?.[1];
      if (url) ready.set(agency, url);
      else process.stderr.write(`[${agency}] ${line}\n`);
    },
    onCrash: (reason) =>
      process.stderr.write(`[${agency}] 意外结束，正在重启 / ended unexpectedly, starting again (${reason})\n`),
  });
}

/** Where the worker looks for an agency's files, and how often it delivers: a bank takes a night, too long for a demo. */
function filesOf(agency: string, prefix: string, { ONEDOOR_DATA_DIR }: Env): Record<string, string> {
  const delivered = DELIVERED_FILES.get(agency);
  if (!delivered) return {};
  const { folder = '' } = readFeedSettings({ ...process.env, ONEDOOR_DATA_DIR });
  return {
    [`${prefix}_FILE_FOLDER`]: path.resolve(folder, agency, delivered.feed),
    ...(delivered.everyMs !== undefined && { [`${prefix}_FILE_MS`]: delivered.everyMs }),
  };
}

function allAlive(children: ReadonlyMap<string, Child>): true {
  const failed = [...children.values()].find((child) => child.gaveUp());
  if (failed) throw new Error(`${failed.name} 启动失败，原因见上 / cannot start, see above`);
  return true;
}

async function isUp(gatewayUrl: string): Promise<boolean> {
  try {
    return (await fetch(`${gatewayUrl}/health/ready`, { signal: AbortSignal.timeout(1_000) })).ok;
  } catch {
    return false;
  }
}
