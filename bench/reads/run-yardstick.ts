import { answerForFigures } from '../measured-process.ts';
import { startYardstick } from './yardstick.ts';

/** The hand-written fan-out as a process of its own, with the settings that the gateway gets. */
export async function runYardstick(): Promise<void> {
  const setting = (name: string): string => {
    const value = process.env[name];
    if (value === undefined) throw new RangeError(`${name} is not set`);
    return value;
  };
  await startYardstick(
    {
      databaseUrl: setting('DATABASE_URL'),
      court: setting('COURT_URL'),
      hrBureau: setting('HR_BUREAU_URL'),
      civilAffairs: setting('CIVIL_AFFAIRS_URL'),
    },
    Number(setting('PORT')),
  );
  process.once('SIGTERM', () => process.exit(0));
  answerForFigures();
}
