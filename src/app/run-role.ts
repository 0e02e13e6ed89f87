import { GraphQLError } from 'graphql';
import { readEnv, type Env } from '#app/read-env.ts';
import { BadSettingsError } from '#platform/env.ts';
import { createLogger, type Logger } from '#platform/logger.ts';

/** How long a role may take to finish what is under way; after that it ends anyway. */
const STOP_WITHIN_MS = 9_000;
/**
 * A second signal ends at once, but not one that belongs to the same Ctrl-C: the terminal sends it to every process, npm
 * passes it on, and the demo stack tells its children once more.
 */
const SAME_SIGNAL_MS = 1_000;
const EX_CONFIG = 78;

export interface RunningRole {
  stop(): Promise<void>;
}

/**
 * The frame of every process: settings read once with all faults told, one stop on SIGTERM or SIGINT, a second signal
 * ends at once, and an error nobody caught ends the process instead of going on in an unknown state. `failure` says in
 * both languages what an error means that ends `start`.
 */
export async function runRole(
  role: string,
  start: (env: Env, log: Logger) => Promise<RunningRole | undefined>,
  { failure = '无法启动 / cannot start' } = {},
): Promise<void> {
  const env = readEnvOrExit();
  const log = createLogger(env.LOG_LEVEL, role);
  let running: RunningRole | undefined;
  let stoppingSince: number | undefined;

  const stop = (code: number): void => {
    if (stoppingSince !== undefined) {
      if (code === 0 && performance.now() - stoppingSince < SAME_SIGNAL_MS) return;
      process.exit(code || 1);
    }
    stoppingSince = performance.now();
    setTimeout(() => process.exit(code || 1), STOP_WITHIN_MS).unref();
    Promise.resolve(running?.stop()).then(
      () => process.exit(code),
      (error: unknown) => {
        log.error({ err: error }, 'stopping failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', () => stop(0));
  process.on('SIGINT', () => stop(0));
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      if (isLeftBehind(error)) {
        log.error({ err: error }, 'a field failed after its list had been given up');
        return;
      }
      log.fatal({ err: error }, event);
      stop(1);
    });
  }
  if (process.env['ONEDOOR_STOP_WITH_PARENT']) {
    process.stdin.on('end', () => stop(0)).resume();
  }

  try {
    running = await start(env, log);
    // A command that ended by itself says with `process.exitCode` how it went.
    if (!running && stoppingSince === undefined) process.exit();
  } catch (error) {
    process.stderr.write(`${describeFailure(`${role} ${failure}`, error)}\n`);
    process.exit(1);
  }
}

/**
 * graphql-js (16.15) completes a list item by item and stops at the first that throws at once; an item before it that fails
 * later is then nobody's. Its answer has been given with the other error, and nothing else hangs on it.
 */
function isLeftBehind(error: unknown): boolean {
  return error instanceof GraphQLError && error.path !== undefined;
}

function readEnvOrExit(): Env {
  try {
    return readEnv();
  } catch (error) {
    if (!(error instanceof BadSettingsError)) throw error;
    const lines = error.faults.map((fault) => `  ${fault.variable}: ${fault.problem}`);
    process.stderr.write(`设置有误 / bad settings:\n${lines.join('\n')}\n详见 / see .env.example\n`);
    return process.exit(EX_CONFIG);
  }
}

function describeFailure(what: string, error: unknown): string {
  if (!(error instanceof Error)) return `${what}: ${String(error)}`;
  const mend = 'mend' in error && !error.message.includes(String(error.mend)) ? `\n${String(error.mend)}` : '';
  return `${what}: ${error.message}${mend}`;
}
