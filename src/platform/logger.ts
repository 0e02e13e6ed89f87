import { type DestinationStream, type Logger, pino, stdSerializers } from 'pino';

export type { Logger } from 'pino';

/** Structured log lines (JSON) on stderr. What may be logged: ids, codes, counts, durations. Never content, never names. */
export function createLogger(level: string, role: string, destination?: DestinationStream): Logger {
  return pino(
    {
      level,
      base: { role },
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: safeError },
    },
    destination ?? pino.destination({ fd: 2, sync: false }),
  );
}

/**
 * An error's name, code and stack, without its message: messages of database and HTTP clients quote values. The stack's
 * first line repeats the message, so it goes too.
 */
function safeError(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error };
  const { type, stack } = stdSerializers.err(error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const frames = stack?.split('\n').filter((line) => line.startsWith('    at ')).slice(0, 12);
  return { type, name: error.name, code, stack: frames, cause: error.cause ? safeError(error.cause) : undefined };
}
