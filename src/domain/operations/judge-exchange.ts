import type { Backlog } from '#domain/operations/backlog.ts';
import { fault, type Finding, ok, warning } from '#domain/operations/finding.ts';

/** A worker looks at each due run every few seconds; after three tries in vain the agency is at fault, or we are. */
const TRIES_IN_VAIN = 3;
const FEED_SLOW_SECONDS = 3_600;

const counted = (rows: readonly { readonly agency: string; readonly count: number }[]): string =>
  rows.map(({ agency, count }) => `${agency} ${count}`).join(', ');

/** What a person has stopped on purpose is named, so that nobody looks for another cause. */
export function judgePauses({ paused }: Backlog): Finding {
  if (paused.length === 0) return ok('没有被暂停的单位', 'no agency is paused');
  return warning(
    { zh: `已暂停派送：${paused.join(', ')}`, en: `deliveries are paused: ${paused.join(', ')}` },
    {
      zh: 'npm run ops -- queue 看原因和期限；可以恢复时执行 npm run ops -- agency resume 单位代码。',
      en: 'npm run ops -- queue shows reason and end; when it may go on, run npm run ops -- agency resume CODE.',
    },
  );
}

/** Files that a worker gave up, or that do not come to an end, and rows that wait for a person. */
export function judgeFeeds({ feedFiles, quarantinedRows }: Backlog): Finding {
  const halted = feedFiles.filter(({ status }) => status === 'HALTED');
  if (halted.length > 0)
    return fault(
      { zh: `数据文件入库中止：${counted(halted)}`, en: `files of agencies were given up: ${counted(halted)}` },
      {
        zh: 'npm run ops -- feed list 看原因；原因消除后请单位以新文件重新交付，见 docs/operations/what-can-go-wrong.md 第 13 节。',
        en: 'npm run ops -- feed list shows the reason; mend it and have the agency deliver anew: docs/operations/what-can-go-wrong.md, section 13.',
      },
    );
  const slow = feedFiles.filter(({ oldestSeconds }) => oldestSeconds > FEED_SLOW_SECONDS);
  if (slow.length > 0)
    return warning(
      { zh: `数据文件一小时仍未入库完：${counted(slow)}`, en: `files not taken within an hour: ${counted(slow)}` },
      {
        zh: '先看“作业进程”一项，再用 npm run ops -- feed list 看进度是否在走。',
        en: 'Look at the worker first, then with npm run ops -- feed list whether they move.',
      },
    );
  if (quarantinedRows > 0)
    return warning(
      { zh: `${quarantinedRows} 行在隔离中待处理`, en: `${quarantinedRows} rows wait in quarantine` },
      {
        zh: '请窗口在 quarantinedRows 清单上逐行更正（correctRow）或弃置（discardRow），或请单位更正后重新交付。',
        en: 'Have the window correct (correctRow) or discard (discardRow) each on the list quarantinedRows, or the agency deliver anew.',
      },
    );
  return ok('没有中止的文件和待处理的隔离行', 'no file was given up, no row waits');
}

/** Days that cannot be compared, and differences nobody has put right. */
export function judgeReconciliation({ reconciliationsDue, differences }: Backlog): Finding {
  const inVain = reconciliationsDue.filter(({ attempts }) => attempts >= TRIES_IN_VAIN);
  if (inVain.length > 0)
    return warning(
      { zh: `对账多次未成：${counted(inVain)}`, en: `cannot be reconciled: ${counted(inVain)}` },
      {
        zh: '看“单位 …”一项；单位恢复后会自动再对，不必等时执行 npm run ops -- reconcile --agency 单位代码。',
        en: 'Look at that agency’s check; it is tried again by itself, or at once with npm run ops -- reconcile --agency CODE.',
      },
    );
  if (differences.length > 0)
    return warning(
      { zh: `对账差异未处理：${counted(differences)}`, en: `differences are open: ${counted(differences)}` },
      {
        zh: '逐项见 reconciliationItems，各有归属；处理后用 resolveReconciliationItem 记下，见 docs/reconciliation.md。',
        en: 'reconciliationItems lists them with their owners; once mended, record it with resolveReconciliationItem: docs/reconciliation.md.',
      },
    );
  return ok('没有未处理的差异', 'no difference is open');
}

export function judgeWebhooks({ webhooksDisabled }: Backlog): Finding {
  if (webhooksDisabled.length === 0) return ok('没有被停用的回调地址', 'no endpoint is disabled');
  return warning(
    { zh: `回调地址被停用：${counted(webhooksDisabled)}`, en: `endpoints are disabled: ${counted(webhooksDisabled)}` },
    {
      zh: '请该单位改正后执行 npm run ops -- webhooks list --disabled 和 npm run ops -- webhooks resume 编号；漏掉的由单位用 partnerEvents 补取。',
      en: 'When the agency has mended it: npm run ops -- webhooks list --disabled, then webhooks resume ID; what it missed it reads from partnerEvents.',
    },
  );
}
