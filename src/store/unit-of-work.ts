import { setTimeout as pause } from 'node:timers/promises';
import { Prisma, type PrismaClient } from '#generated/prisma/client.ts';
import { type StoreTools, createStores } from '#store/create-stores.ts';
import { StaleRowError } from '#store/stale-row-error.ts';
import type { Stores, UnitOfWork } from '#domain/stores.ts';

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
          return await prisma.$transaction((tx) => work(createStores(tx, prisma, tools)), {
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

/** P2034: the database gave up one of two colliding writers. */
function isCollision(error: unknown): boolean {
  if (error instanceof StaleRowError) return true;
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2034';
}
