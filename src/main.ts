import { runGateway } from '#app/run-gateway.ts';
import { runRole } from '#app/run-role.ts';

await runRole('gateway', runGateway);
