import { describe, expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import type { Arrival, Authenticate, RefusalReason } from '#app/identity/admission.ts';
import { endStaleSockets } from '#app/identity/end-stale-sockets.ts';
import { makeViewer } from '../../domain/access/viewers.ts';

/** Sockets of which each shows the reason it is to be refused for, asked three times over. */
async function closedOf(shown: readonly (RefusalReason | 'GOOD')[]) {
  const closed: string[] = [];
  const sockets = new Map<WebSocket, string>();
  for (const name of shown) {
    const socket = { close: (code: number) => void closed.push(`${name} ${code}`) };
    sockets.set(socket as unknown as WebSocket, name);
  }
  const arrivals = {
    get(socket: WebSocket): Arrival {
      return { authorization: sockets.get(socket) };
    },
  };
  let asked = 0;
  const done = Promise.withResolvers<void>();
  const authenticate: Authenticate = async ({ authorization = '' }) => {
    asked += 1;
    if (asked === 3 * shown.length) done.resolve();
    if (authorization === 'GOOD') return { viewer: makeViewer('WINDOW') };
    return { refusal: { credential: 'TOKEN', reason: authorization as RefusalReason } };
  };
  const stale = endStaleSockets(new Set(sockets.keys()), arrivals, authenticate, 1, done.reject);
  await done.promise;
  stale.stop();
  return new Set(closed);
}

describe('an open subscription', () => {
  it('ends with the token or key that opened it, so that its client connects anew', async () => {
    expect(await closedOf(['GOOD', 'EXPIRED', 'REVOKED', 'UNKNOWN_KEY'])).toEqual(
      new Set(['EXPIRED 4403', 'REVOKED 4403', 'UNKNOWN_KEY 4403']),
    );
  });

  it('stays while nobody can tell', async () => {
    expect(await closedOf(['GOOD', 'PROVIDER_UNAVAILABLE', 'STORE_UNAVAILABLE'])).toEqual(new Set());
  });
});
