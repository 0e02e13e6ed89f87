import { COPY_CONNECTIONS } from '#app/create-app.ts';
import type { Env } from '#app/read-env.ts';
import { createConnectors } from '#connectors/index.ts';
import { queueNames } from '#jobs/index.ts';

/** Of Prisma, in every process. */
export const DATABASE_POOL = 10;
/** LISTEN holds one for itself, and so do the numbers of cases and the writer of the access ledger. */
const LISTENING = 1;
const NUMBERS = 1;
const LEDGER = 1;
/** The queue's own beside one per worker of a queue; fewer deadlock at start-up. */
const QUEUE_SPARE = 8;
/** The queue board's, opened when somebody looks. */
export const BOARD_POOL = 3;

/** How many database connections a process may hold at most, over all its pools. */
export function connectionsOf(role: 'gateway' | 'worker', env: Env): number {
  const queue = env.REDIS_URL ? 0 : queueConnections(env);
  return (
    DATABASE_POOL +
    LISTENING +
    NUMBERS +
    LEDGER +
    (role === 'worker' ? queue + COPY_CONNECTIONS : env.REDIS_URL ? 0 : BOARD_POOL)
  );
}

function queueConnections(env: Env): number {
  const connectors = createConnectors(env, env.configured);
  for (const connector of connectors.values()) void connector.close();
  return queueNames([...connectors.keys()]).length + QUEUE_SPARE;
}
