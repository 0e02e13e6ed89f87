import type { App } from '#app/create-app.ts';
import { agencyChecks } from '#app/doctor/agency-checks.ts';
import type { Check, Report } from '#app/doctor/check.ts';
import { databaseChecks } from '#app/doctor/database-checks.ts';
import { houseChecks } from '#app/doctor/house-checks.ts';
import { identityChecks } from '#app/doctor/identity-checks.ts';
import { machineChecks } from '#app/doctor/machine-checks.ts';
import { redisChecks } from '#app/doctor/queue-checks.ts';
import { runChecks } from '#app/doctor/run-checks.ts';
import { openApp } from '#app/open-app.ts';
import type { Env } from '#app/read-env.ts';
import { MIGRATIONS_FOLDER } from '#app/readiness.ts';
import { fault } from '#domain/operations/finding.ts';
import type { Logger } from '#platform/logger.ts';
import { pendingMigrations } from '#store/migrations/pending-migrations.ts';
import { runningProcesses } from '#store/operations/running-processes.ts';

export interface Examination {
  readonly env: Env;
  readonly log: Logger;
  /** The address of the database, or the error that kept it from being opened. */
  openDatabase(): Promise<string>;
  /** This machine's clock. */
  readonly now: () => Date;
}

/** Every check there is, as far as they can be made: without a database the rest is left out, and says so. Changes nothing. */
export async function examineHouse(examination: Examination): Promise<readonly Report[]> {
  const { env, now } = examination;
  const alone = await runChecks(machineChecks(env));
  const queue = env.REDIS_URL ? await runChecks(await redisChecks(env.REDIS_URL, now)) : [];
  return [...alone, ...(await examineDatabase(examination)), ...queue];
}

async function examineDatabase(examination: Examination): Promise<readonly Report[]> {
  let databaseUrl: string;
  let app: App;
  try {
    databaseUrl = await examination.openDatabase();
    app = await openApp(examination.env, databaseUrl, examination.log, { keyDuty: 'LOOK' });
  } catch (error) {
    examination.log.debug({ err: error }, 'the database could not be opened');
    return runChecks([unreachable]);
  }
  try {
    return await examineTables(examination, databaseUrl, app);
  } finally {
    await app.close();
  }
}

async function examineTables(
  { env, now, log }: Examination,
  databaseUrl: string,
  app: App,
): Promise<readonly Report[]> {
  let checks: readonly Check[];
  try {
    const processes = () => runningProcesses(app.database.prisma);
    checks = await databaseChecks({ env, databaseUrl, now, processes });
  } catch (error) {
    log.debug({ err: error }, 'the database does not answer');
    return runChecks([unreachable]);
  }
  const reports = await runChecks(checks);
  if ((await pendingMigrations(databaseUrl, MIGRATIONS_FOLDER)).length > 0) return reports;
  return [
    ...reports,
    ...(await runChecks([...houseChecks(app, now), ...identityChecks(app, env), ...(await agencyChecks(app, env))])),
  ];
}

const unreachable: Check = {
  name: 'database',
  title: { zh: '数据库', en: 'database' },
  run: () =>
    fault(
      { zh: '连不上数据库；其余各项无法检查', en: 'the database cannot be reached; the rest could not be checked' },
      {
        zh: '请核对 DATABASE_URL（psql "$DATABASE_URL" -c "select 1"）；未设 DATABASE_URL 时，请确认 ONEDOOR_DATA_DIR 与网关相同且未被占用。',
        en: 'Check DATABASE_URL (psql "$DATABASE_URL" -c "select 1"); without DATABASE_URL, that ONEDOOR_DATA_DIR is the gateway’s and nothing else holds it.',
      },
    ),
};
