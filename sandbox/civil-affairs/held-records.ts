import { beijingTime } from '../kit/beijing-time.ts';
import type { JsonBody } from '../kit/json-body.ts';
import type { Office } from '../kit/office.ts';
import type { Reply } from '../kit/wire.ts';
import { fail, succeed } from './envelope.ts';

const PAGE = 50;

/** 核对台账: what came from the gateway on a day, with where each stands now. */
export function listRecords(office: Office, body: JsonBody): Reply {
  const day = body.text('day') ?? '';
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return fail('缺少必填项：day');
  const pageNo = Math.max(1, Number(body.content['pageNo']) || 1);
  const records = office.dayBook.on(day);
  const rows = records.slice((pageNo - 1) * PAGE, pageNo * PAGE).map((record) => ({
    outerNo: record.key,
    referralNo: record.referralId,
    checkNo: record.intakeNumber,
    state: record.status,
    createTime: beijingTime(new Date(record.at)),
  }));
  return succeed('成功', { total: records.length, pages: Math.ceil(records.length / PAGE), pageNo, rows });
}
