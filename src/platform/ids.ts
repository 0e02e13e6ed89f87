import { v7 } from 'uuid';

/** Row ids: UUID version 7, so that rows made one after another lie together in the index and sort by time. */
export const uuidV7Ids = { next: (): string => v7() };
