import { EventEmitter } from 'node:events';

/** Ids of cases as they change, in this process; fed by the database's notifications. */
export interface ChangeFeed {
  announce(caseId: string): void;
  /** Something may have been missed: every subscriber looks again. */
  announceAll(): void;
  /**
   * Subscribes at once, so that nothing between this call and the first `next` is missed. Several changes while nobody
   * waits count as one: a subscriber reads the whole present state anyway. `return` detaches, even from a waiting `next`.
   */
  changesOf(caseId: string): AsyncIterableIterator<string>;
}

const EVERY_CASE = '*';

export function createChangeFeed(): ChangeFeed {
  const emitter = new EventEmitter();
  emitter.setMaxListeners(0);
  return {
    announce: (caseId) => void emitter.emit('change', caseId),
    announceAll: () => void emitter.emit('change', EVERY_CASE),
    changesOf(caseId) {
      let changed = false;
      let over = false;
      let wake: () => void = () => {};
      const onChange = (id: string): void => {
        if (id !== caseId && id !== EVERY_CASE) return;
        changed = true;
        wake();
      };
      emitter.on('change', onChange);
      return {
        [Symbol.asyncIterator]() {
          return this;
        },
        async next() {
          if (!changed && !over) await new Promise<void>((settle) => (wake = settle));
          changed = false;
          return over ? { done: true, value: undefined } : { done: false, value: caseId };
        },
        async return() {
          over = true;
          emitter.off('change', onChange);
          wake();
          return { done: true, value: undefined };
        },
      };
    },
  };
}
