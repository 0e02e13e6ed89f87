import { AGENCIES, type Agency } from './kit/settings.ts';
import { runAll } from './run-all.ts';
import { runOne } from './run-one.ts';

/** `node sandbox/main.ts` runs every agency as a child process, `node sandbox/main.ts court` runs one. */
const [name] = process.argv.slice(2);
const agency = AGENCIES.find((known): known is Agency => known === name);

if (name === undefined) {
  runAll();
} else if (agency) {
  await runOne(agency);
} else {
  process.stderr.write(`no sandbox agency "${name}"; there are ${AGENCIES.join(', ')}\n`);
  process.exitCode = 64;
}
