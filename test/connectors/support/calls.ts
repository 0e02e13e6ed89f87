import type { AgencyCall } from '#domain/agencies/agency-connector.ts';

/** A call with this much time; its signal aborts at the deadline as the port demands. */
export function callWithin(milliseconds: number): AgencyCall {
  return { deadline: new Date(Date.now() + milliseconds), signal: AbortSignal.timeout(Math.max(0, milliseconds)) };
}

/** What a promise was rejected with; fails the test when it was not. */
export async function rejectionOf(promise: Promise<unknown>): Promise<unknown> {
  const [result] = await Promise.allSettled([promise]);
  if (result?.status !== 'rejected') throw new Error('expected a rejection');
  return result.reason;
}
