import type { Check, Report } from '#app/doctor/check.ts';
import { type Finding, fault } from '#domain/operations/finding.ts';

const PATIENCE_MS = 15_000;

/** In order, one after the other; a check that throws or hangs is a fault and holds up no other. */
export async function runChecks(checks: readonly Check[]): Promise<readonly Report[]> {
  const reports: Report[] = [];
  for (const check of checks) reports.push({ name: check.name, title: check.title, ...(await findingOf(check)) });
  return reports;
}

async function findingOf(check: Check): Promise<Finding> {
  const late = Promise.withResolvers<Finding>();
  const timer = setTimeout(() => late.resolve(hanging()), PATIENCE_MS);
  try {
    return await Promise.race([check.run(), late.promise]);
  } catch (error) {
    return broken(error);
  } finally {
    clearTimeout(timer);
  }
}

function hanging(): Finding {
  return fault(
    { zh: `${PATIENCE_MS / 1000} 秒内没有结果`, en: `no result within ${PATIENCE_MS / 1000} s` },
    { zh: '请先处理其他问题，再重新检查。', en: 'Mend the other faults first, then check again.' },
  );
}

/** Its code alone: messages of clients quote addresses and values. */
function broken(error: unknown): Finding {
  const coded = error instanceof Error && 'code' in error ? error.code : undefined;
  const code = typeof coded === 'string' && /^\w{1,40}$/.test(coded) ? coded : 'ERROR';
  return fault(
    { zh: `无法检查（${code}）`, en: `could not be checked (${code})` },
    {
      zh: '请先处理上面的问题；只剩这一项时，用 LOG_LEVEL=debug 再执行一次并查看日志。',
      en: 'Mend what is above first; if this alone remains, run it again with LOG_LEVEL=debug and read the log.',
    },
  );
}
