import { compactBeijingTime } from '../kit/beijing-time.ts';
import { json, type Reply } from '../kit/wire.ts';

/** 医保区划 of the city: not one of GB/T 2260. */
const AREA = '990100';

/** HTTP 200 whatever happened; the code is text. */
export function succeed(output: object): Reply {
  return json(200, { infcode: '0', err_msg: '', output });
}

export function fail(message: string, referralNo?: string): Reply {
  return json(200, {
    infcode: '-1',
    err_msg: message,
    output: referralNo === undefined ? null : { referral_no: referralNo },
  });
}

/** What the bureau sends of itself stands in the same envelope as what it is sent. */
export function written(infno: string, msgid: string, now: Date, input: object): string {
  return JSON.stringify({
    infno,
    msgid,
    mdtrtarea_admvs: AREA,
    recer_sys_code: 'ONEDOOR',
    infver: 'V1.0',
    inf_time: compactBeijingTime(now),
    input,
  });
}
