import type { LedgerVerification } from '#domain/access/ledger-finding.ts';
import { fault, type Finding, ok, warning } from '#domain/operations/finding.ts';

/** It is verified every night; a night may be missed while no worker runs. */
const STALE_MS = 2 * 86_400_000;

/** Whether the access ledger was whole when it was looked at last, and whether that was lately. */
export function judgeAccessLedger(last: LedgerVerification | undefined, now: Date): Finding {
  if (!last) return ok('访问留痕尚未核验，今夜例行核验', 'the access ledger is verified for the first time tonight');
  const when = last.startedAt.toISOString();
  if (last.findingCount > 0)
    return fault(
      {
        zh: `访问留痕被改动过：${when} 的核验发现 ${last.findingCount} 个问题`,
        en: `the access ledger was tampered with: ${last.findingCount} findings at ${when}`,
      },
      {
        zh: '请执行 npm run ops -- ledger verify，按 docs/operations/access-ledger.md 保全证据并报告。',
        en: 'Run npm run ops -- ledger verify, keep the evidence and report it as docs/operations/access-ledger.md says.',
      },
    );
  if (now.getTime() - last.startedAt.getTime() > STALE_MS)
    return warning(
      { zh: `访问留痕最近一次核验是 ${when}`, en: `the access ledger was last verified at ${when}` },
      {
        zh: '请确认 worker 在运行；可执行 npm run ops -- ledger verify。',
        en: 'See that a worker runs; npm run ops -- ledger verify does it now.',
      },
    );
  return ok(`访问留痕完整，${last.entries} 条`, `the access ledger is whole, ${last.entries} entries`);
}
