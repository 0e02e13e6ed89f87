import { describe, expect, it } from 'vitest';
import { REDACTED, redactLine, redactMessage } from '#platform/redact.ts';

const NUMBER = '990101198603120018';

describe('what may stand in a log line', () => {
  it.each([
    ['an id', '01990000-0000-7000-8000-00000000000a'],
    ['a code', 'DELIVERY_IN_DOUBT'],
    ['a route', '/webhooks/:agency'],
    ['an address of a machine', 'http://127.0.0.1:4000'],
    ['a count', 17],
    ['a truth value', false],
    ['a list of codes', ['court', 'hr-bureau']],
    ['a path in the graph', ['case', 'events', 0]],
    ['an object of codes', { code: 'CONNECT', attempts: 3 }],
  ])('is %s', (_what, value) => {
    expect(redactLine({ field: value })).toEqual({ field: value });
  });

  it.each([
    ['a name', '覃桂兰'],
    ['a sentence', 'household of three, ill'],
    ['an identity number', NUMBER],
    ['a telephone', '19909900001'],
    ['a number as a number', 19_909_900_001],
    ['a number in a code word', `person:${NUMBER}`],
    ['bytes', Buffer.from(NUMBER)],
    ['a map', new Map([['a', NUMBER]])],
  ])('is not %s', (_what, value) => {
    expect(redactLine({ field: value, deeper: { field: [value] } })).toEqual({
      field: REDACTED,
      deeper: { field: [REDACTED] },
    });
  });

  it.each([
    'variables',
    'body',
    'query',
    'form',
    'note',
    'authorization',
    'cookie',
    'token',
    'name',
    'phone',
    'residentId',
  ])('is nothing called %s, whatever it holds', (field) => {
    expect(redactLine({ [field]: 'code', deeper: { [field]: { a: 1 } } })).toEqual({
      [field]: REDACTED,
      deeper: { [field]: REDACTED },
    });
  });

  it('is a text of ours, unless it holds a number of somebody', () => {
    expect(redactMessage('the queue recovers by itself')).toBe('the queue recovers by itself');
    expect(redactMessage(`no row for ${NUMBER}`)).toBe(REDACTED);
    expect(redactLine({ reason: `row 3: ${NUMBER}` })).toEqual({ reason: REDACTED });
  });
});
