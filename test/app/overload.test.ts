import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMetrics } from '#app/metrics/create-metrics.ts';
import { createOverloadGuard, type OverloadGuard } from '#app/overload.ts';
import { personaToken } from '#app/personas.ts';
import { serveTestApp, type ServedTestApp } from '../support/serve-test-app.ts';

const LIMITS = { maxInFlight: 2, leastInFlight: 1, maxMeanMs: 750, maxWaiting: 5, maxDelayMs: 100 };
const CALM = { waiting: () => 0, meanDelayMs: () => 0, utilisation: () => 0 };

describe('a process under overload', () => {
  let guard: OverloadGuard;
  let delay = 0;
  let waiting = 0;

  beforeEach(() => {
    vi.useFakeTimers();
    delay = 0;
    waiting = 0;
    guard = createOverloadGuard(LIMITS, { ...CALM, waiting: () => waiting, meanDelayMs: () => delay });
  });
  afterEach(() => {
    guard.stop();
    vi.useRealTimers();
  });

  it('takes in so many at once, and one more as soon as one has left', () => {
    expect([guard.enter(), guard.enter(), guard.enter()]).toEqual([undefined, undefined, 'in-flight']);

    guard.leave(10);

    expect(guard.enter()).toBeUndefined();
    expect(guard.inFlight()).toBe(2);
  });

  it('turns away while the event loop is late, but never the only one', () => {
    delay = 150;
    vi.advanceTimersByTime(500);

    expect([guard.enter(), guard.enter()]).toEqual([undefined, 'event-loop']);
  });

  it('turns away while too many wait for the database', () => {
    waiting = 6;
    expect(guard.enter()).toBe('database');
    waiting = 5;
    expect(guard.enter()).toBeUndefined();
  });

  describe('with answers that come late', () => {
    const WIDE = { ...LIMITS, maxInFlight: 100, leastInFlight: 16 };
    let busy = 0;

    const takenIn = (): number => {
      let taken = 0;
      while (guard.enter() === undefined) taken += 1;
      for (let left = 0; left < taken; left += 1) guard.leave(2_000);
      return taken;
    };

    beforeEach(() => {
      busy = 1;
      guard.stop();
      guard = createOverloadGuard(WIDE, { ...CALM, utilisation: () => busy });
    });

    it('takes in fewer at once while it is busy, down to the least, and all again when it is not', () => {
      const taken = [takenIn()];
      for (let looks = 0; looks < 12; looks += 1) {
        vi.advanceTimersByTime(500);
        taken.push(takenIn());
      }
      busy = 0.5;
      vi.advanceTimersByTime(500 * 11);

      expect(taken.slice(0, 3)).toEqual([100, 75, 56]);
      expect(taken.at(-1)).toBe(16);
      expect(takenIn()).toBe(100);
    });

    it('takes in as many as before where it only waits for somebody else', () => {
      busy = 0.2;
      takenIn();
      vi.advanceTimersByTime(500);

      expect(takenIn()).toBe(100);
    });
  });

  it('goes back to normal by itself', () => {
    delay = 150;
    vi.advanceTimersByTime(500);
    guard.enter();
    delay = 5;
    vi.advanceTimersByTime(500);

    expect(guard.enter()).toBeUndefined();
  });
});

describe('the gateway under overload', () => {
  let house: ServedTestApp;
  afterEach(() => house.close());

  it('answers 503 with Retry-After and a code, and takes requests again afterwards', async () => {
    const metrics = createMetrics('gateway');
    const guard = createOverloadGuard(LIMITS, CALM);
    house = await serveTestApp({ doors: () => ({ metrics, overload: guard }) });
    guard.enter();
    guard.enter();

    const refused = await house.post('window', { query: '{ cases { nodes { id } } }' });
    const live = await fetch(`${house.url}/health/live`);
    guard.leave(10);
    const taken = await house.post('window', { query: '{ cases { nodes { id } } }' });

    expect(refused.status).toBe(503);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: 'OVERLOADED' } }] });
    expect(live.status).toBe(200);
    expect(taken.status).toBe(200);
    await vi.waitFor(() => expect(guard.inFlight()).toBe(1));
    expect(await metrics.registry.metrics()).toMatch(/onedoor_requests_shed_total\{.*reason="in-flight".*\} 1/);
  });

  it('forgets a caller who hangs up', async () => {
    const guard = createOverloadGuard(LIMITS, CALM);
    house = await serveTestApp({ doors: () => ({ overload: guard }) });
    const { hostname, port } = new URL(house.url);
    const caller = connect(Number(port), hostname);
    caller.write('POST /graphql HTTP/1.1\r\nhost: here\r\ncontent-type: application/json\r\ncontent-length: 100\r\n');
    caller.write(`authorization: Bearer ${await personaToken('window')}\r\n\r\n{`);
    await vi.waitFor(() => expect(guard.inFlight()).toBe(1));
    caller.destroy();

    await vi.waitFor(() => expect(guard.inFlight()).toBe(0));
  });
});
