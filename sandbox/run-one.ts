import { startBank } from './bank/server.ts';
import { startCivilAffairs } from './civil-affairs/server.ts';
import { startCourt } from './court/server.ts';
import { startHrBureau } from './hr-bureau/server.ts';
import { readSettings, type Agency } from './kit/settings.ts';
import { startLegalAid } from './legal-aid/server.ts';
import { startMedicalInsurance } from './medical-insurance/server.ts';
import { startPsychologicalService } from './psychological-service/server.ts';

const STARTERS = {
  court: startCourt,
  'hr-bureau': startHrBureau,
  'civil-affairs': startCivilAffairs,
  'legal-aid': startLegalAid,
  'psychological-service': startPsychologicalService,
  'medical-insurance': startMedicalInsurance,
  bank: startBank,
};

/** Runs until SIGTERM, SIGINT or, as a child, until the parent is gone: an agency must not outlive a killed demo. */
export async function runOne(agency: Agency): Promise<void> {
  const running = await STARTERS[agency](readSettings(agency, process.env), (line) =>
    process.stderr.write(`${line}\n`),
  );
  const stop = (): void => void running.stop().then(() => process.exit(0));
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.once('disconnect', stop);
  // The demo stack holds the other end of standard input; unlike `disconnect` its end cannot be missed while starting.
  if (process.env['ONEDOOR_STOP_WITH_PARENT']) process.stdin.once('end', stop).resume();
  process.stdout.write(`${JSON.stringify({ ready: agency, url: running.url })}\n`);
}
