import type { Clock } from '#platform/clock.ts';
import type { Database } from '#store/database.ts';

const REFRESH_MS = 500;

/**
 * Real time plus the offset in the database, which every process reads twice a second. Demo mode only: legal time can be
 * moved ahead so that clocks run out before one's eyes.
 */
export async function createDemoClock({ prisma }: Database, onError: (error: unknown) => void): Promise<Clock> {
  let offsetMs = 0;
  async function refresh(): Promise<void> {
    const row = await prisma.demoClock.findUnique({ where: { id: 1 } });
    offsetMs = (row?.offsetSeconds ?? 0) * 1000;
  }
  await refresh().catch(onError);
  const timer = setInterval(() => void refresh().catch(onError), REFRESH_MS);
  return { now: () => new Date(Date.now() + offsetMs), stop: () => clearInterval(timer) };
}

/** Moves the demo clock ahead and answers the new offset in seconds. */
export async function moveDemoClock({ prisma }: Database, seconds: number): Promise<number> {
  const row = await prisma.demoClock.upsert({
    where: { id: 1 },
    create: { id: 1, offsetSeconds: seconds },
    update: { offsetSeconds: { increment: seconds } },
  });
  return row.offsetSeconds;
}

export async function resetDemoClock({ prisma }: Database): Promise<void> {
  await prisma.demoClock.upsert({ where: { id: 1 }, create: { id: 1 }, update: { offsetSeconds: 0 } });
}
