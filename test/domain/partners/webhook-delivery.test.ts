import { describe, expect, it } from 'vitest';
import { outcomeOf, retryAfterOf, secondsToHold, secondsToNextTry } from '#domain/partners/webhook-delivery.ts';
import type { WebhookAnswer } from '#domain/partners/webhook-port.ts';

const answer = (status: number, headers: Readonly<Record<string, string>> = {}): WebhookAnswer => ({
  status,
  headers,
  body: new Uint8Array(),
});
const HOUR = 3_600;

describe('when a delivery is tried again', () => {
  it.each([
    [1, 5],
    [2, 300],
    [3, 1_800],
    [4, 2 * HOUR],
    [5, 5 * HOUR],
    [6, 10 * HOUR],
    [7, 14 * HOUR],
    [8, 20 * HOUR],
    [9, 24 * HOUR],
  ])('the wait after attempt %i is %i seconds, a fifth more or less', (tries, wait) => {
    expect(secondsToNextTry(tries, 0.5)).toBe(wait);
    expect(secondsToNextTry(tries, 0)).toBe(wait * 0.8);
    expect(secondsToNextTry(tries, 0.999999)).toBe(Math.round(wait * 1.2));
  });

  it('is none after the tenth attempt', () => {
    expect(secondsToNextTry(10, 0.5)).toBeUndefined();
    expect(secondsToNextTry(11, 0.5)).toBeUndefined();
  });

  it('is not before the partner asked for, and not a day later than that', () => {
    expect(secondsToNextTry(1, 0.5, 600)).toBe(600);
    expect(secondsToNextTry(4, 0.5, 600)).toBe(2 * HOUR);
    expect(secondsToNextTry(1, 0.5, 1e9)).toBe(24 * HOUR);
  });
});

describe('Retry-After', () => {
  const now = new Date('2026-11-21T02:00:00Z');

  it.each<[string, number | undefined]>([
    ['120', 120],
    ['0', 0],
    ['Sat, 21 Nov 2026 02:01:00 GMT', 60],
    ['Sat, 21 Nov 2026 01:00:00 GMT', 0],
    ['soon', undefined],
    ['', undefined],
  ])('"%s" is %s', (text, seconds) => {
    expect(retryAfterOf(answer(503, { 'retry-after': text }), now)).toBe(seconds);
  });

  it('is nothing where no answer came', () => {
    expect(retryAfterOf({ fault: 'TIMEOUT' }, now)).toBeUndefined();
  });
});

describe('how long an endpoint is left alone', () => {
  it('grows with each failure in a row, to five minutes', () => {
    expect([1, 2, 3, 4, 7, 50].map((failures) => secondsToHold({ fault: 'CONNECT' }, failures))).toEqual([
      5, 10, 20, 40, 300, 300,
    ]);
  });

  it.each([400, 404, 410, 302])('is not at all when its %i was about that one message', (status) => {
    expect(secondsToHold(answer(status), 3)).toBe(0);
  });

  it.each([429, 500, 503])('is as long as its %i asks', (status) => {
    expect(secondsToHold(answer(status), 1, 600)).toBe(600);
  });
});

describe('an answer', () => {
  it.each([
    [200, 'DELIVERED'],
    [204, 'DELIVERED'],
    [300, 'REDIRECTED'],
    [304, 'REDIRECTED'],
    [410, 'GONE'],
    [199, 'REFUSED'],
    [400, 'REFUSED'],
    [599, 'REFUSED'],
  ])('%i is %s', (status, outcome) => {
    expect(outcomeOf(answer(status))).toBe(outcome);
  });
});
