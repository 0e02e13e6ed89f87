import type { Figure } from '../checker/figures.ts';
import type { Violation } from '../checker/violation.ts';
import type { FaultPlan } from '../plan/faults.ts';
import type { ChaosOptions } from '../plan/options.ts';
import type { ChaosResult } from './run-chaos.ts';

const SHOWN_IDS = 12;

/** What goes wrong, when, as the seed says; the same text for the same seed. */
export function describePlan({ seed, backend, redisAppendOnly, faults }: FaultPlan): string {
  const head = `故障计划 / fault plan: seed ${seed}, ${backend}${backend === 'redis' ? `, AOF ${redisAppendOnly ? 'on' : 'off'}` : ''}, ${faults.length} blows`;
  const lines = faults.map(
    ({ at, group, ...blow }) => `  ${(at * 100).toFixed(1).padStart(5)} %  ${group}  ${JSON.stringify(blow)}`,
  );
  return [head, ...lines].join('\n');
}

/** One table of figures, and the ids of whatever is wrong with the command that repeats it. */
export function describeResult(result: ChaosResult, options: ChaosOptions): string {
  const rows = result.figures.map(({ zh, en, value }: Figure) => `| ${zh} | ${en} | ${value} |`);
  const verdict = result.violations.map(({ kind, ids }) => `| ✘ ${kind} | | ${ids.length} |`);
  return [
    `| 指标 | figure | seed ${options.seed} · ${options.backend} |`,
    '|---|---|---|',
    ...rows,
    ...(verdict.length > 0 ? verdict : ['| ✔ 丢失 0，重复 0，虚增 0 | lost 0, doubled 0, phantom 0 | 0 |']),
    ...(result.violations.length > 0 ? describeViolations(result, options) : []),
  ].join('\n');
}

function describeViolations({ violations, folder }: ChaosResult, options: ChaosOptions): readonly string[] {
  return [
    '',
    ...violations.flatMap(({ kind, ids }: Violation) => [
      `${kind} (${ids.length}):`,
      ...ids.slice(0, SHOWN_IDS).map((id) => `  ${id}`),
      ...(ids.length > SHOWN_IDS ? [`  … ${ids.length - SHOWN_IDS} more`] : []),
    ]),
    `日志与账本 / logs and ledgers: ${folder ?? '-'}`,
    `重现 / repeat: ${repeatCommand(options)}`,
  ];
}

function repeatCommand({ seed, referrals, backend, severity, groups }: ChaosOptions): string {
  return `node tools/chaos.ts --seed ${seed} --referrals ${referrals} --backend ${backend} --severity ${severity} --faults ${groups.join(',')}`;
}
