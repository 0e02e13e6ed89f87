import { settingsOfRunningStack } from '#app/demo-stack/agency-settings.ts';
import { runOps } from '#app/ops/run-ops.ts';
import { runRole } from '#app/run-role.ts';

// Beside a demo stack the commands see its simulated agencies, as its worker does.
if (process.env['ONEDOOR_MODE'] === 'demo')
  Object.assign(process.env, settingsOfRunningStack(process.env['ONEDOOR_DATA_DIR'] ?? '.onedoor'));

// A person reads along: the lines of the log are for those who ask for them.
process.env['LOG_LEVEL'] ??= 'warn';

await runRole(
  'ops',
  async (env, log) => {
    await runOps(env, log, process.argv.slice(2));
    return undefined;
  },
  { failure: '没有完成 / not done' },
);
