import { runCalendar } from '#app/run-calendar.ts';
import { runRole } from '#app/run-role.ts';

await runRole('calendar', async (env, log) => {
  console.log(await runCalendar(env, log, process.argv.slice(2)));
  return undefined;
});
