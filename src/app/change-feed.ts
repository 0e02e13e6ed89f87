import { EventEmitter, on } from 'node:events';

/** Ids of cases as they change, in this process; fed by the database's notifications. */
export interface ChangeFeed {
  announce(caseId: string): void;
  /** Something may have been missed: every subscriber looks again. */
  announceAll(): void;
  changesOf(caseId: string): AsyncIterable<string>;
}

const MISSED = Symbol('missed');

export function createChangeFeed(): ChangeFeed {
  const emitter = new EventEmitter();
  emitter.setMaxListeners(0);
  return {
    announce: (caseId) => void emitter.emit('change', caseId),
    announceAll: () => void emitter.emit('change', MISSED),
    async *changesOf(caseId) {
      for await (const [changed] of on(emitter, 'change') as AsyncIterable<[string | typeof MISSED]>) {
        if (changed === caseId || changed === MISSED) yield caseId;
      }
    },
  };
}
