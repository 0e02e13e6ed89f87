import type { JsonBody } from '../kit/json-body.ts';
import { readDataFile } from '../kit/people.ts';
import { maskId, maskName } from '../kit/resident-id.ts';
import { json, type Reply } from '../kit/wire.ts';
import { COURT_CODE, COURT_NAME } from './trade.ts';

interface DocketRow {
  readonly sfzh: string;
  readonly xm: string;
  readonly ah: string;
  readonly ajbs: string;
  readonly laaymc: string;
  readonly ajzt: string;
  readonly ajlb: string;
  readonly saly: string | null;
  readonly larq: string | null;
  readonly lxrq: string | null;
}

const MOST_PEOPLE = 50;
const LARGEST_PAGE = 100;
const DOCKETS = readDataFile(new URL('./dockets.json', import.meta.url)) as readonly DocketRow[];

/** 案件查询: the dockets of many people, page by page. */
export function lookUpDockets(body: JsonBody, masked: boolean): Reply {
  const ids = body.texts('sfzhs');
  if (!ids) return json(400, { code: 4000, msg: '缺少必填项：sfzhs', data: null });
  if (ids.length > MOST_PEOPLE) return json(400, { code: 4001, msg: `单次查询不得超过${MOST_PEOPLE}人`, data: null });
  const pageSize = Math.min(positive(body.content['pageSize']) ?? LARGEST_PAGE, LARGEST_PAGE);
  const pageNum = positive(body.content['pageNum']) ?? 1;
  const rows = DOCKETS.filter((docket) => ids.includes(docket.sfzh));
  const list = rows.slice((pageNum - 1) * pageSize, pageNum * pageSize).map((docket) => toRow(docket, masked));
  const page = { total: rows.length, totalPages: Math.ceil(rows.length / pageSize), pageSize };
  // The form for "nothing found" misspells a key; seen in a real court's interface.
  const data = rows.length === 0 ? { ...page, 'pageNum:': pageNum, list } : { ...page, pageNum, list };
  return json(200, { code: 200, msg: '成功', data });
}

function toRow({ sfzh, xm, ah, ajbs, laaymc, ajzt, ajlb, saly, larq, lxrq }: DocketRow, masked: boolean): object {
  return {
    sfzh: masked ? maskId(sfzh) : sfzh,
    xm: masked ? maskName(xm) : xm,
    ah,
    ajbs,
    laaymc,
    ajzt,
    ajlb,
    fydm: COURT_CODE,
    fymc: COURT_NAME,
    saly,
    larq,
    lxrq,
  };
}

function positive(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : undefined;
}
