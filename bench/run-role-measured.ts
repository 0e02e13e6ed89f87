import { readEnv } from '#app/read-env.ts';
import { runGateway } from '#app/run-gateway.ts';
import { runWorker } from '#app/run-worker.ts';
import { createLogger } from '#platform/logger.ts';
import { answerForFigures } from './measured-process.ts';

/** The real process with its real settings, and somebody who asks for its figures. */
export async function runRoleMeasured(role: 'gateway' | 'worker'): Promise<void> {
  const env = readEnv();
  const log = createLogger(env.LOG_LEVEL, role);
  const running = await (role === 'gateway' ? runGateway : runWorker)(env, log);
  process.once('SIGTERM', () => void running.stop().then(() => process.exit(0)));
  answerForFigures();
}
