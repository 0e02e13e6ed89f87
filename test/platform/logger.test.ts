import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createLogger, type Logger } from '#platform/logger.ts';

const NUMBER = '990101198603120018';

function logged(write: (log: Logger) => void, level = 'trace'): readonly Record<string, unknown>[] {
  const lines: string[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  write(createLogger(level, 'gateway', sink));
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** As database and HTTP clients make them: values in the message, the stack, the cause and beside. */
function tellingError(): Error {
  const cause = new TypeError(`cause ${NUMBER}`);
  const error = Object.assign(new RangeError(`no row for ${NUMBER}\n    at ${NUMBER}`, { cause }), {
    code: 'P2025',
    meta: { value: NUMBER },
    detail: NUMBER,
  });
  return error;
}

describe('a log line', () => {
  it('is JSON with role, level and time', () => {
    const [line] = logged((log) => log.info({ caseId: 'c1' }, 'case accepted'));

    expect(line).toMatchObject({ role: 'gateway', level: 30, caseId: 'c1', msg: 'case accepted' });
    expect(line?.['time']).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(line).not.toHaveProperty('hostname');
  });

  it('stays one line whatever is in it', () => {
    expect(logged((log) => log.info({ reason: 'a\n{"level":60}' }, 'b\nc'))).toHaveLength(1);
  });

  it('is not written below its level', () => {
    expect(logged((log) => log.info('x'), 'warn')).toEqual([]);
  });
});

describe('an error in the log', () => {
  it.each<[string, (log: Logger) => void]>([
    ['as err with a message', (log) => log.error({ err: tellingError() }, 'failed')],
    ['as err without a message', (log) => log.error({ err: tellingError() })],
    ['alone', (log) => log.error(tellingError())],
    ['alone, with a message', (log) => log.error(tellingError(), 'failed')],
    ['under another name', (log) => log.warn({ error: tellingError(), reason: tellingError() }, 'failed')],
    ['from a child', (log) => log.child({ job: 'j1' }).error({ err: tellingError() })],
    ['with a chain of causes', (log) => log.fatal({ err: new Error(NUMBER, { cause: tellingError() }) }, 'failed')],
    ['with several inside', (log) => log.error({ err: new AggregateError([tellingError()], NUMBER) }, 'failed')],
    ['that is only a text', (log) => log.error({ err: NUMBER }, 'failed')],
    ['that is only an object', (log) => log.error({ err: { value: NUMBER } }, 'failed')],
  ])('never tells what it is about: %s', (_how, write) => {
    const [line, ...more] = logged(write);

    expect(more).toEqual([]);
    expect(line).toBeDefined();
    expect(JSON.stringify(line)).not.toContain(NUMBER);
  });

  it('tells its kind, its code, where it came from, and the same of its cause', () => {
    const [line] = logged((log) => log.error({ err: tellingError() }, 'failed'));

    expect(line).toMatchObject({
      msg: 'failed',
      err: { type: 'RangeError', name: 'RangeError', code: 'P2025', cause: { type: 'TypeError' } },
    });
    expect(line?.['err']).toHaveProperty('stack.0', expect.stringContaining('logger.test.ts'));
  });

  it('without a message of its own is called an error and no more', () => {
    expect(logged((log) => log.error(tellingError()))).toMatchObject([{ msg: 'error' }]);
  });
});
