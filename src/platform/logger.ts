import { type DestinationStream, type Logger, pino } from 'pino';
import { logContext } from '#platform/log-context.ts';
import { redactLine, redactMessage } from '#platform/redact.ts';

export type { Logger } from 'pino';

/** Structured log lines (JSON) on stderr. What may be logged: ids, codes, counts, durations. Never content, never names. */
export function createLogger(level: string, role: string, destination?: DestinationStream): Logger {
  return pino(
    {
      level,
      base: { role },
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: safeError },
      formatters: { log: withoutValues },
      mixin: logContext,
      hooks: {
        // Without a message of its own a line would take the error's, whether it stands alone or as `err`.
        logMethod(args, method) {
          const [first, ...rest] = args as unknown[];
          const line = first instanceof Error ? { err: first } : first;
          const holdsError = typeof line === 'object' && line !== null && 'err' in line;
          const texts = holdsError && rest.length === 0 ? ['error'] : rest;
          Reflect.apply(method, this, [line, ...texts].map(redactMessage));
        },
      },
    },
    // Written at once: at exit sonic-boom 4 tries for ever to flush a buffer to a stderr that nobody reads any more, so a
    // process whose starter was killed would stay behind, with its port.
    destination ?? pino.destination({ fd: 2, sync: true }),
  );
}

/** An error under any other name than `err`, which has a serializer, would be written with all it carries. */
function withoutValues({ err, ...line }: Record<string, unknown>): Record<string, unknown> {
  const errors = Object.entries(line).map(([key, value]) => [key, value instanceof Error ? safeError(value) : value]);
  return { ...redactLine(Object.fromEntries(errors)), ...(err !== undefined && { err }) };
}

/**
 * An error's name, code and stack, without its message: messages of database and HTTP clients quote values. The stack's
 * first line repeats the message, so it goes too.
 */
function safeError(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const frames = error.stack
    ?.replace(error.message, '')
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .slice(0, 12);
  return {
    ...redactLine({ type: error.constructor.name, code }),
    name: /^\w+$/.test(error.name) ? error.name : undefined,
    stack: frames,
    cause: error.cause ? safeError(error.cause) : undefined,
  };
}
