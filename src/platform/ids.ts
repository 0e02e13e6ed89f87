import { randomInt } from 'node:crypto';
import { v7 } from 'uuid';

/** From anywhere, so that processes of the same millisecond rarely meet; they differ by 42 random bits besides. */
let turn = randomInt(2 ** 31);

/** Row ids: UUID version 7, so that rows made one after another lie together in the index and sort by time. */
export const uuidV7Ids = {
  next: (): string => v7(),
  /** Sorts by that instant instead of by the machine's clock, within a millisecond in the order they were made. */
  at(at: Date): string {
    turn = (turn + 1) >>> 0;
    return v7({ msecs: at.getTime(), seq: turn });
  },
};
