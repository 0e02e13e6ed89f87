import { runDemoClock } from '#app/run-demo-clock.ts';
import { runRole } from '#app/run-role.ts';

process.env['ONEDOOR_MODE'] ??= 'demo';
await runRole('demo-clock', async (env, log) => {
  console.log(await runDemoClock(env, log, process.argv[2]));
  return undefined;
});
