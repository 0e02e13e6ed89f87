import type { BehaviourSetting } from '../kit/behaviour.ts';
import { beijingTime, beijingYear, compactBeijingTime } from '../kit/beijing-time.ts';
import type { AnswerEntry } from '../kit/entries.ts';
import type { Office } from '../kit/office.ts';
import type { Reply } from '../kit/wire.ts';
import { answer, childText, element, type XmlNode } from './xml.ts';

const LARGEST_PAGE = 50;

/** 结果读取: the answers after a cursor, oldest first. The reader keeps the cursor; reading removes nothing. */
export function readResults(office: Office, body: XmlNode, met: BehaviourSetting): Reply {
  const cursor = childText(body, '游标') ?? '0';
  const size = childText(body, '条数') ?? String(LARGEST_PAGE);
  if (!/^\d{1,15}$/.test(cursor)) return answer('ZC05', '游标不正确');
  if (!/^\d{1,4}$/.test(size) || Number(size) < 1 || Number(size) > LARGEST_PAGE)
    return answer('ZC05', `每页不得超过${LARGEST_PAGE}条`);
  // Numbers run from 1 without gaps, so the number before an answer is its place in the list.
  const page = office.register.answers.slice(Number(cursor), Number(cursor) + Number(size));
  const last = page.at(-1)?.number ?? Number(cursor);
  const rows = page.flatMap((result) => {
    const row = toRow(office, result);
    return met.mode === 'duplicate' ? [row, row] : [row];
  });
  if (met.mode === 'reorder') rows.reverse();
  return answer('ZC05', 'OK', [
    element('数量', String(rows.length)),
    element('下一游标', String(last)),
    element('是否还有', last < office.register.answers.length ? '是' : '否'),
    element('结果列表', rows),
  ]);
}

function toRow(office: Office, result: AnswerEntry): string {
  const matter = office.register.matters.get(result.intakeNumber);
  const at = new Date(result.at);
  return element('结果', [
    element('序号', String(result.number)),
    element('结果编号', `JG${beijingYear(at)}${String(result.number).padStart(6, '0')}`),
    element('转办单号', matter?.referralId ?? ''),
    element('外部流水号', matter?.key ?? ''),
    element('收件编号', result.intakeNumber),
    element('办理状态', result.status),
    element('裁决类型', result.details['裁决类型'] ?? ''),
    ...(result.details['处理结果'] ? [element('处理结果', result.details['处理结果'])] : []),
    element('案号', result.details['案号'] ?? ''),
    element('原因', result.details['原因'] ?? ''),
    element('办理时间', result.number % 2 === 0 ? beijingTime(at) : compactBeijingTime(at)),
  ]);
}
