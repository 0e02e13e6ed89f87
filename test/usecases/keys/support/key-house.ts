import type { App } from '#app/create-app.ts';
import type { RotationPace } from '#usecases/keys/continue-key-rotation.ts';
import { continueKeyRotation } from '#usecases/keys/continue-key-rotation.ts';
import { rotateKeys } from '#usecases/keys/rotate-keys.ts';

/** The time until a new key seals, and until a rotation to it begins, is over; until then all processes have read it. */
export async function letKeyTimePass(app: App, others: readonly App[] = []): Promise<void> {
  const { prisma } = app.database;
  const everybody = [app, ...others];
  for (const each of everybody) await each.keys.refresh();
  await prisma.$executeRaw`UPDATE data_key SET seals_from = now() - interval '1 ms' WHERE seals_from > now()`;
  for (const each of everybody) await each.keys.refresh();
  await prisma.$executeRaw`UPDATE key_rotation SET starts_at = now() - interval '1 ms' WHERE starts_at > now()`;
}

/** As when the process that holds it had died. */
export async function letLeasePass(app: App): Promise<void> {
  await app.database.prisma.$executeRaw`UPDATE key_rotation SET lease_until = now() - interval '1 second'`;
}

/** Begins a rotation whose time has come. */
export async function beginRotation(app: App, others: readonly App[] = []): Promise<string> {
  const { id } = await rotateKeys(app.dependencies, 'test');
  await letKeyTimePass(app, others);
  return id;
}

export async function finishRotation(app: App, id: string, pace?: RotationPace): Promise<number> {
  for (let turns = 1; turns < 10_000; turns += 1) {
    await continueKeyRotation(app.dependencies, id, pace);
    if ((await app.dependencies.stores.keyRotations.find(id))?.finishedAt) return turns;
  }
  throw new Error('the rotation never came to an end');
}

/** The id of the key that seals now. */
export async function sealingKey(app: App): Promise<string> {
  const key = (await app.dependencies.stores.dataKeys.list()).find(({ state }) => state === 'SEALING');
  if (!key) throw new Error('no key seals');
  return key.id;
}
