import { describe, expect, it } from 'vitest';
import type { RefusalReason } from '#app/identity/admission.ts';
import { limitFailedSignIns } from '#app/limits/limit-failed-sign-ins.ts';
import type { Viewer } from '#domain/access/viewer.ts';

const someone: Viewer = { subject: 'one', role: 'WINDOW', name: '', divisionCode: '990100' };

function door(perMinute: number) {
  let now = Date.UTC(2026, 10, 21);
  const valid = new Set(['Bearer good', 'Bearer also-good']);
  let read = 0;
  let reasonNow: RefusalReason = 'BAD_SIGNATURE';
  const limited = limitFailedSignIns(
    async ({ authorization = '' }) => {
      read += 1;
      return valid.has(authorization) ? { viewer: someone } : { refusal: { credential: 'TOKEN', reason: reasonNow } };
    },
    perMinute,
    () => now,
  );
  const signIn = (authorization: string | undefined, address: string) => limited({ authorization }, address);
  return {
    valid,
    reads: () => read,
    failFor: (reason: RefusalReason) => void (reasonNow = reason),
    wait: (ms: number) => void (now += ms),
    async tryAll(count: number, address: string, from = 0): Promise<readonly (number | undefined)[]> {
      const answers: (number | undefined)[] = [];
      for (let n = from; n < from + count; n += 1) {
        const answer = await signIn(`Bearer guess-${n}`, address);
        answers.push('retryAfterSeconds' in answer ? answer.retryAfterSeconds : undefined);
      }
      return answers;
    },
    signIn,
  };
}

describe('invalid tokens from one address', () => {
  it('are turned away unread once there were too many, until some time has passed', async () => {
    const { tryAll, wait, reads } = door(3);

    expect(await tryAll(5, '203.0.113.7')).toEqual([undefined, undefined, undefined, 20, 20]);
    expect(reads()).toBe(3);
    wait(20_000);
    expect(await tryAll(2, '203.0.113.7', 10)).toEqual([undefined, 20]);
  });

  it('do not lock out who was let in from there before, nor another address', async () => {
    const { signIn, tryAll } = door(2);
    await signIn('Bearer good', '203.0.113.7');
    await tryAll(5, '203.0.113.7');

    expect(await signIn('Bearer good', '203.0.113.7')).toHaveProperty('viewer');
    expect(await signIn('Bearer also-good', '203.0.113.7')).toEqual({ retryAfterSeconds: 30 });
    expect(await signIn('Bearer also-good', '203.0.113.8')).toHaveProperty('viewer');
  });

  it('are one when a program repeats it, and cost a whole town hall nothing', async () => {
    const { signIn } = door(2);
    for (let times = 0; times < 50; times += 1) await signIn('Bearer expired', '203.0.113.7');

    expect(await signIn('Bearer good', '203.0.113.7')).toHaveProperty('viewer');
  });

  it('are verified again although they were valid once', async () => {
    const { signIn, valid } = door(2);
    await signIn('Bearer good', '203.0.113.7');
    valid.delete('Bearer good');

    expect(await signIn('Bearer good', '203.0.113.7')).toHaveProperty('refusal');
  });

  it('are none while nobody can tell whether they are', async () => {
    const { tryAll, failFor } = door(2);
    failFor('PROVIDER_UNAVAILABLE');

    expect(new Set(await tryAll(5, '203.0.113.7'))).toEqual(new Set([undefined]));
  });

  it('are none where no token is shown', async () => {
    const { signIn, tryAll } = door(1);
    for (let times = 0; times < 5; times += 1) await signIn(undefined, '203.0.113.7');

    expect(await tryAll(1, '203.0.113.7')).toEqual([undefined]);
  });

  it.each([
    ['2001:db8:1:2::1', '2001:db8:1:2:ffff::9', true],
    ['2001:db8:1:2::1', '2001:db8:1:3::1', false],
    ['::ffff:203.0.113.7', '203.0.113.7', true],
    ['::1', '::2', true],
  ])('of %s and %s count together: %s', async (one, other, together) => {
    const { tryAll } = door(1);
    await tryAll(1, one);

    expect((await tryAll(1, other, 1))[0] !== undefined).toBe(together);
  });
});
