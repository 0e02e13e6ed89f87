import { steerDemoProcess } from '#app/demo-stack/steer-demo-process.ts';
import { runRole } from '#app/run-role.ts';

process.env['ONEDOOR_MODE'] ??= 'demo';
await runRole('demo-agency', async (env) => {
  console.log(await steerDemoProcess(env.ONEDOOR_DATA_DIR, process.argv[2], process.argv[3]));
  return undefined;
});
