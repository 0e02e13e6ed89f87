import { Command } from 'commander';
import type { Report } from '#app/doctor/check.ts';
import { examineHouse } from '#app/doctor/examine-house.ts';
import { openDatabaseServer, type DatabaseServer } from '#app/open-database-server.ts';
import type { OpsContext } from '#app/ops/ops-context.ts';

const MARKS = { OK: '✔', WARNING: '!', FAULT: '✘' } as const;

/** `npm run ops -- doctor [--json]`: exit 0 without a fault, else 1. Changes nothing. */
export function doctorCommand(context: OpsContext): Command {
  return new Command('doctor')
    .description('体检：逐项检查并说明怎样修 / examines the installation and names each fault with its mend')
    .option('--json', '供脚本读取 / for scripts')
    .action(async ({ json }: { json?: true }) => {
      const reports = await examine(context);
      context.print(json ? JSON.stringify(reports, undefined, 2) : tableOf(reports));
      if (reports.some(({ state }) => state === 'FAULT')) process.exitCode = 1;
    });
}

async function examine({ env, log }: OpsContext): Promise<readonly Report[]> {
  let server: DatabaseServer | undefined;
  try {
    return await examineHouse({
      env,
      log,
      async openDatabase() {
        server = await openDatabaseServer(env, log);
        return server.url;
      },
      now: () => new Date(),
    });
  } finally {
    await server?.stop();
  }
}

export function tableOf(reports: readonly Report[]): string {
  const lines = reports.flatMap((report) => [
    `${MARKS[report.state]} ${report.title.zh}：${report.says.zh} / ${report.title.en}: ${report.says.en}`,
    ...(report.state === 'OK' ? [] : [`    → ${report.mend.zh}`, `    → ${report.mend.en}`]),
  ]);
  const count = (state: Report['state']): number => reports.filter((report) => report.state === state).length;
  const end = `${count('FAULT')} 项故障、${count('WARNING')} 项提醒、${count('OK')} 项正常 / ${count('FAULT')} faults, ${count('WARNING')} warnings, ${count('OK')} well`;
  return [...lines, '', end].join('\n');
}
