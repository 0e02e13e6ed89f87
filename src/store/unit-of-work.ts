import { setTimeout as pause } from 'node:timers/promises';
import type { Stores, UnitOfWork } from '#domain/stores.ts';
import { Prisma, type PrismaClient } from '#generated/prisma/client.ts';
import { type StoreTools, createStores } from '#store/create-stores.ts';
import { StaleRowError } from '#store/stale-row-error.ts';

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

/** The database gave up one of two colliding writers: a serialisation failure or a deadlock. */
const GIVEN_UP = ['40001', '40P01'];

/** Prisma says P2034 for its own statements, and P2010 with the database's code for raw ones, as every lock here is. */
function isCollision(error: unknown): boolean {
  if (error instanceof StaleRowError) return true;
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false;
  return (
    error.code === 'P2034' ||
    (error.code === 'P2010' && GIVEN_UP.some((code) => error.message.includes(`Code: \`${code}\``)))
  );
}
