import { beijingTime } from '../kit/beijing-time.ts';
import type { Office } from '../kit/office.ts';
import type { Reply } from '../kit/wire.ts';
import { answer, childText, element, type XmlNode } from './xml.ts';

const LARGEST_PAGE = 50;

/** DF03 对账明细: what the bank took in on a day, with where each stands now. */
export function listRecords(office: Office, body: XmlNode): Reply {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})$/.exec(childText(body, '日期') ?? '') ?? [];
  const cursor = childText(body, '游标') ?? '0';
  if (!day || !/^\d{1,15}$/.test(cursor)) return answer('DF03', 'missing');
  const records = office.dayBook.on(`${year}-${month}-${day}`);
  const next = Math.min(Number(cursor) + LARGEST_PAGE, records.length);
  const rows = records
    .slice(Number(cursor), next)
    .map((record) =>
      element('明细', [
        element('业务流水号', record.key),
        element('委托编号', record.referralId),
        element('受理编号', record.intakeNumber),
        element('状态', record.status),
        element('受理时间', beijingTime(new Date(record.at))),
      ]),
    );
  return answer('DF03', 'accepted', [
    element('总数', String(records.length)),
    element('数量', String(rows.length)),
    element('下一游标', String(next)),
    element('是否还有', next < records.length ? '是' : '否'),
    element('明细列表', rows),
  ]);
}
