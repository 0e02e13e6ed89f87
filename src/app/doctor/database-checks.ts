import type { Check } from '#app/doctor/check.ts';
import { connectionsOf } from '#app/operations/connections-of.ts';
import type { Env } from '#app/read-env.ts';
import { MIGRATIONS_FOLDER } from '#app/readiness.ts';
import { judgeClockSkew } from '#domain/operations/judge-clock-skew.ts';
import {
  judgeConnections,
  judgeDurability,
  judgeEncoding,
  judgeMigrations,
  judgeQueueTables,
  judgeVersion,
} from '#domain/operations/judge-database.ts';
import { pendingMigrations } from '#store/migrations/pending-migrations.ts';
import { type ExaminedDatabase, examineDatabase } from '#store/operations/database-facts.ts';
import type { RunningProcess } from '#store/operations/running-processes.ts';

export interface DatabaseQuestions {
  readonly env: Env;
  readonly databaseUrl: string;
  readonly now: () => Date;
  readonly processes: () => Promise<readonly RunningProcess[]>;
}

/** The database by itself, whatever state its tables are in. */
export async function databaseChecks(questions: DatabaseQuestions): Promise<readonly Check[]> {
  const { databaseUrl, env } = questions;
  const facts = await examineDatabase(databaseUrl, questions.now);
  const checks: Check[] = [
    { name: 'database', title: { zh: '数据库', en: 'database' }, run: () => judgeVersion(facts) },
    { name: 'durability', title: { zh: '数据库的持久性', en: 'durability' }, run: () => judgeDurability(facts) },
    {
      name: 'encoding',
      title: { zh: '数据库的编码与时区', en: 'encoding and time zone' },
      run: () => judgeEncoding(facts),
    },
    {
      name: 'migrations',
      title: { zh: '数据库迁移', en: 'migrations' },
      run: async () => judgeMigrations(await pendingMigrations(databaseUrl, MIGRATIONS_FOLDER)),
    },
    {
      name: 'connections',
      title: { zh: '数据库连接数', en: 'database connections' },
      run: () => connections(questions, facts),
    },
    {
      name: 'clock-database',
      title: { zh: '与数据库的时差', en: 'clock against the database' },
      run: () => judgeClockSkew({ zh: '数据库', en: 'the database' }, -facts.aheadMs),
    },
  ];
  if (!env.REDIS_URL)
    checks.push({ name: 'queue', title: { zh: '作业队列', en: 'job queue' }, run: () => judgeQueueTables(facts) });
  return checks;
}

/** Without a process that says what it may hold: one gateway and one worker of these settings. */
async function connections({ env, processes }: DatabaseQuestions, facts: ExaminedDatabase) {
  const running = await processes().catch(() => []);
  const configured =
    running.length > 0
      ? running.map(({ databaseConnections }) => databaseConnections)
      : [connectionsOf('gateway', env), connectionsOf('worker', env)];
  return judgeConnections(
    facts,
    configured.reduce((sum, each) => sum + each, 0),
  );
}
