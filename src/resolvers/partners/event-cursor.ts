import { GraphQLError } from 'graphql';

/** A place in the log, of at most eighteen digits so that every text with the form is a place. */
const CURSOR = /^p:(\d{1,18})$/;

export function eventCursor(position: bigint): string {
  return Buffer.from(`p:${position}`).toString('base64url');
}

/** Throws BAD_USER_INPUT at a text that no answer of ours held. */
export function positionOf(cursor: string | null | undefined): bigint | undefined {
  if (cursor === null || cursor === undefined) return undefined;
  const position = CURSOR.exec(Buffer.from(cursor.slice(0, 80), 'base64url').toString())?.[1];
  if (position !== undefined) return BigInt(position);
  throw new GraphQLError('after 不是本接口给出的游标 / is not a cursor of this field', {
    extensions: { code: 'BAD_USER_INPUT' },
  });
}
