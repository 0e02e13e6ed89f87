import { runDemoStack } from '#app/demo-stack/run-demo-stack.ts';
import { runRole } from '#app/run-role.ts';

process.env['ONEDOOR_MODE'] = 'demo';
process.env['LOG_LEVEL'] ??= 'warn';
await runRole('start', runDemoStack);
