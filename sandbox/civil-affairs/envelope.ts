import { json, type Reply } from '../kit/wire.ts';

/** HTTP 200 whatever happened; the code is text. */
export function succeed(msg: string, data: object, byteOrderMark = false): Reply {
  return json(200, { code: '0', msg, data }, byteOrderMark);
}

export function fail(msg: string, referralNo?: string): Reply {
  return json(200, { code: '-1', msg, data: referralNo === undefined ? null : { referralNo } });
}
