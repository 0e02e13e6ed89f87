import { describe, expect, it } from 'vitest';
import { isAlive, waitFor } from '../support/start-stack.ts';
import { hasRedisServer } from './city/redis-server.ts';
import { GROUPS } from './plan/faults.ts';
import type { ChaosOptions } from './plan/options.ts';
import { describePlan, describeResult } from './run/print-result.ts';
import { runChaos } from './run/run-chaos.ts';

/**
 * One bounded run with everything at once, on the backend of this test run (REDIS_URL: Redis). The Redis that is killed
 * and wiped is our own; where there is no redis-server to start, the queue lies on the database instead.
 */
const backend = process.env['REDIS_URL'] && hasRedisServer() ? 'redis' : 'postgres';
const seed = Number(process.env['CHAOS_SEED'] ?? '2');

const options: ChaosOptions = { seed, referrals: 120, backend, severity: 'bounded', groups: GROUPS };

describe(`with everything going wrong at once, the queue on ${backend}`, () => {
  it('every accepted case is there once, every agency has each effect once, and no process is left', async () => {
    const result = await runChaos(options, () => {});
    console.log(`${describePlan(result.plan)}\n\n${describeResult(result, options)}`);

    expect(result.violations).toEqual([]);
    expect(result.pids.length).toBeGreaterThan(10);
    await waitFor(() => result.pids.every((pid) => !isAlive(pid)), 5_000);
  });
});
