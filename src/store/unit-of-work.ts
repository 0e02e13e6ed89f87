import { setTimeout as pause } from 'node:timers/promises';
import type { Stores, UnitOfWork } from '#domain/stores.ts';
import type { PrismaClient } from '#generated/prisma/client.ts';
import { type StoreTools, createStores } from '#store/create-stores.ts';
import { isCollision } from '#store/is-collision.ts';

const MAX_TRIES = 5;

/**
 * READ COMMITTED transactions; every writer of a case locks the case row first, so what is checked stays true. Retries
 * when two writers collided anyway (version conflict, deadlock, serialisation failure).
 */
export function createUnitOfWork(prisma: PrismaClient, tools: StoreTools): UnitOfWork {
  return {
    async run<Result>(work: (tx: Stores) => Promise<Result>): Promise<Result> {
      for (let tries = 1; ; tries += 1) {
        try {
          return await prisma.$transaction((tx) => work(createStores(tx, tools)), {
            maxWait: 10_000,
            timeout: 20_000,
          });
        } catch (error) {
          if (tries >= MAX_TRIES || !isCollision(error)) throw error;
          await pause(Math.random() * 20 * tries);
        }
      }
    },
  };
}
