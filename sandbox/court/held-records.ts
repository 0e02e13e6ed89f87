import { beijingTime } from '../kit/beijing-time.ts';
import type { JsonBody } from '../kit/json-body.ts';
import type { Office } from '../kit/office.ts';
import { json, type Reply } from '../kit/wire.ts';

const LARGEST_PAGE = 100;

/** 对账清单: what the court took in from the gateway on a day, page by page, with where each stands now. */
export function listRecords(office: Office, body: JsonBody): Reply {
  const day = body.text('rq') ?? '';
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return json(400, { code: 4000, msg: '缺少必填项：rq', data: null });
  const pageNum = Math.max(1, Number(body.content['pageNum']) || 1);
  const pageSize = Math.min(Math.max(1, Number(body.content['pageSize']) || LARGEST_PAGE), LARGEST_PAGE);
  const records = office.dayBook.on(day);
  const list = records.slice((pageNum - 1) * pageSize, pageNum * pageSize).map((record) => ({
    wybs: record.key,
    zbdh: record.referralId,
    jsbh: record.intakeNumber,
    sqlx: record.subject ?? null,
    ajzt: record.status,
    ah: record.details['ah'] ?? null,
    sjsj: beijingTime(new Date(record.at)),
  }));
  const data = { total: records.length, totalPages: Math.ceil(records.length / pageSize), pageNum, pageSize, list };
  return json(200, { code: 200, msg: '成功', data });
}
