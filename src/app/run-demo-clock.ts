import { readClockStep } from '#app/clock-step.ts';
import { openDatabaseServer } from '#app/open-database-server.ts';
import type { Env } from '#app/read-env.ts';
import type { Logger } from '#platform/logger.ts';
import { openDatabase } from '#store/database.ts';
import { moveDemoClock, resetDemoClock } from '#store/demo-clock.ts';

/** Moves the demo clock of a running (or stopped) demo stack and answers the line to print. */
export async function runDemoClock(env: Env, log: Logger, argument: string | undefined): Promise<string> {
  const step = readClockStep(argument);
  if (step === undefined || env.ONEDOOR_MODE !== 'demo') {
    throw new Error('用法 / usage: npm run demo:clock -- +15d | +3h | +30m | reset (demo mode only)');
  }
  const server = await openDatabaseServer(env, log);
  const database = openDatabase(server.url, 1, (error) => log.warn({ err: error }, 'database connection lost'));
  try {
    if (step === 'reset') await resetDemoClock(database);
    const offset = step === 'reset' ? 0 : await moveDemoClock(database, step);
    return `演示时钟 / demo clock: ${new Date(Date.now() + offset * 1000).toISOString()} (+${offset} s)`;
  } finally {
    await database.close();
    await server.stop();
  }
}
