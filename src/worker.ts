import { runRole } from '#app/run-role.ts';
import { runWorker } from '#app/run-worker.ts';

await runRole('worker', runWorker);
