import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AgencyExchangeError } from '#connectors/kit/agency-exchange-error.ts';
import { createAgencyGuard } from '#connectors/kit/agency-guard.ts';
import type { AgencyGuard } from '#connectors/kit/agency-guard.ts';
import { agencyCode } from '#domain/agencies/agency-code.ts';
import { callWithin, rejectionOf } from '../support/calls.ts';

const agency = agencyCode('court');

function fail(blameAgency = true): Promise<never> {
  return Promise.reject(new AgencyExchangeError('TIMEOUT', 'no answer', { recorded: 'MAYBE', blameAgency }));
}

async function failTimes(guard: AgencyGuard, times: number, work = () => fail()): Promise<void> {
  for (let time = 0; time < times; time += 1) await rejectionOf(guard.run(callWithin(5_000), work));
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
});

afterEach(() => {
  vi.useRealTimers();
});

describe('the guard of one agency', () => {
  it('stops calling after consecutive failures and says so without waiting', async () => {
    const guard = createAgencyGuard({ agency, failuresToOpen: 3 });
    const work = vi.fn(async () => 'answer');
    await failTimes(guard, 3);

    const error = await rejectionOf(guard.run(callWithin(5_000), work));

    expect(error).toMatchObject({ fault: 'CIRCUIT_OPEN', recorded: 'NO' });
    expect(work).not.toHaveBeenCalled();
    expect(guard.state()).toBe('OPEN');
  });

  it('forgets failures after a success', async () => {
    const guard = createAgencyGuard({ agency, failuresToOpen: 3 });
    await failTimes(guard, 2);
    await guard.run(callWithin(5_000), async () => 'answer');

    await failTimes(guard, 2);

    expect(guard.state()).toBe('CLOSED');
  });

  it('does not count what is not the fault of the agency', async () => {
    const guard = createAgencyGuard({ agency, failuresToOpen: 2 });

    await failTimes(guard, 5, () => fail(false));

    expect(guard.state()).toBe('CLOSED');
  });

  it('lets one probe through after the pause and closes when it succeeds', async () => {
    const guard = createAgencyGuard({ agency, failuresToOpen: 1, probeAfterMs: 10_000 });
    await failTimes(guard, 1);
    vi.setSystemTime(Date.now() + 10_001);
    const { promise, resolve } = Promise.withResolvers<string>();
    const second = vi.fn(async () => 'second');

    const probe = guard.run(callWithin(5_000), () => promise);
    const follower = guard.run(callWithin(5_000), second);
    await Promise.resolve();

    expect(guard.state()).toBe('HALF_OPEN');
    expect(second).not.toHaveBeenCalled();
    resolve('first');
    expect(await Promise.all([probe, follower])).toEqual(['first', 'second']);
    expect(guard.state()).toBe('CLOSED');
  });

  it('stays open when the probe fails, and when the probe was cut short by its caller', async () => {
    const guard = createAgencyGuard({ agency, failuresToOpen: 1, probeAfterMs: 10_000 });
    await failTimes(guard, 1);
    vi.setSystemTime(Date.now() + 10_001);
    await failTimes(guard, 1);
    expect(guard.state()).toBe('OPEN');

    vi.setSystemTime(Date.now() + 10_001);
    await failTimes(guard, 1, () => fail(false));

    expect(guard.state()).toBe('OPEN');
  });

  it('refuses at once when its slots and its queue are full', async () => {
    const guard = createAgencyGuard({ agency, concurrency: 1, waiting: 0 });
    const { promise, resolve } = Promise.withResolvers<string>();
    const running = guard.run(callWithin(5_000), () => promise);

    const error = await rejectionOf(guard.run(callWithin(5_000), async () => 'too many'));

    expect(error).toMatchObject({ fault: 'BULKHEAD_FULL', recorded: 'NO', blameAgency: false });
    resolve('done');
    await running;
  });

  it('lets nobody wait for a slot beyond the deadline, and never begins that work afterwards', async () => {
    const guard = createAgencyGuard({ agency, concurrency: 1, waiting: 5 });
    const { promise, resolve } = Promise.withResolvers<string>();
    const running = guard.run(callWithin(5_000), () => promise);
    const late = vi.fn(async () => 'late');
    const controller = new AbortController();
    const waiting = guard.run({ deadline: new Date(Date.now() + 5_000), signal: controller.signal }, late);

    controller.abort();
    const error = await rejectionOf(waiting);
    resolve('done');
    await running;
    await guard.run(callWithin(5_000), async () => 'next');

    expect(error).toMatchObject({ fault: 'TIMEOUT', recorded: 'NO' });
    expect(late).not.toHaveBeenCalled();
  });
});
