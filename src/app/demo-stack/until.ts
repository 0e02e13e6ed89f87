import { setTimeout as pause } from 'node:timers/promises';

/** Waits until something holds; throws when it does not in time. */
export async function until(holds: () => boolean | Promise<boolean>, withinMs: number): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await holds())) {
    if (Date.now() > deadline)
      throw new Error(`${withinMs / 1000} 秒内没有就绪 / not ready within ${withinMs / 1000} s`);
    await pause(50);
  }
}
