import { Command } from 'commander';
import type { OpsContext } from '#app/ops/ops-context.ts';
import { printTable } from '#app/ops/print-table.ts';
import type { AgencyDelivery } from '#domain/agencies/agency-delivery.ts';

const CIRCUITS: Readonly<Record<AgencyDelivery['circuit'], string>> = {
  CLOSED: '正常 ok',
  HALF_OPEN: '试探 probing',
  OPEN: '不通 down',
};

/** `ops queue`: how delivery to each agency goes, from the tables alone; no queue and no worker has to run. */
export function queueCommand({ withApp, print }: OpsContext): Command {
  return new Command('queue')
    .description('各单位派送情况 / how delivery to each agency goes')
    .option('--json', '供程序读取 / for programs')
    .action(async ({ json }: { json?: boolean }) => {
      const deliveries = await withApp((app) => app.dependencies.stores.deadLetters.deliveries());
      if (json) return print(JSON.stringify(deliveries));
      const header = [
        '单位 agency',
        '等待 waiting',
        '最早 oldest',
        '不明 in doubt',
        '死信 dead',
        '状态 circuit',
        '暂停 paused',
      ];
      for (const line of printTable([header, ...deliveries.map(rowOf)])) print(line);
    });
}

function rowOf(delivery: AgencyDelivery): readonly string[] {
  return [
    delivery.agencyCode,
    String(delivery.waiting),
    beijingTime(delivery.oldestWaitingSince),
    String(delivery.inDoubt),
    String(delivery.deadLetters),
    CIRCUITS[delivery.circuit] + (delivery.circuit === 'CLOSED' ? '' : ` ${beijingTime(delivery.failingSince)}`),
    delivery.pausedAt
      ? `${beijingTime(delivery.pausedAt)} → ${beijingTime(delivery.pausedUntil)} ${delivery.pauseReason ?? ''}`.trim()
      : '-',
  ];
}

function beijingTime(at: Date | undefined): string {
  return at ? at.toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' }).slice(0, 16) : '-';
}
