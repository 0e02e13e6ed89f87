import { Command } from 'commander';
import { operatorAtTerminal } from '#app/ops/operator.ts';
import type { OpsContext } from '#app/ops/ops-context.ts';
import { speakingRefusals } from '#app/ops/speak-refusals.ts';
import { pauseAgency } from '#usecases/agencies/pause-agency.ts';
import { replayAgency } from '#usecases/agencies/replay-agency.ts';
import { resumeAgency } from '#usecases/agencies/resume-agency.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

interface Options {
  readonly reason: string;
  readonly until?: string;
}

/** `ops agency pause|resume|replay <code> --reason …`: as the mutations of the graph, for all divisions. */
export function agencyCommand(context: OpsContext): Command {
  const agency = new Command('agency').description('暂停、恢复、重投 / pause, resume, replay deliveries to an agency');
  const verb = (name: string, description: string) =>
    agency
      .command(name)
      .description(description)
      .argument('<code>', '单位代码 / agency code')
      .option('--reason <text>', '原因，留痕 / why; kept on record', '运维终端操作 / done at the terminal');

  verb('pause', '暂停派送，积压保留 / pause; what waits is kept')
    .option('--until <time>', '到何时自动恢复，如 2026-12-01T08:00:00+08:00 / when it ends by itself')
    .action((code: string, { reason, until }: Options) =>
      act(context, async (deps) => {
        await pauseAgency(deps, operatorAtTerminal(), { ...requested(deps, code, reason), until: timeOf(until) });
        return `${code}: 已暂停 / paused`;
      }),
    );
  verb('resume', '恢复派送，积压立即派送 / resume; what waits is offered at once').action(
    (code: string, { reason }: Options) =>
      act(context, async (deps) => {
        await resumeAgency(deps, operatorAtTerminal(), requested(deps, code, reason));
        return `${code}: 已恢复 / resumed`;
      }),
  );
  verb('replay', '重投全部死信，由处理进程分批进行 / replay all dead letters; a worker does it in batches').action(
    (code: string, { reason }: Options) =>
      act(context, async (deps) => {
        const input = requested(deps, code, reason);
        const { result } = await replayAgency(deps, operatorAtTerminal(), input, { everywhere: true });
        return `${code}: 将重投 ${result.count} 件死信 / ${result.count} dead letters are being replayed`;
      }),
  );
  return agency;
}

function requested({ ids }: UsecaseDependencies, agency: string, reason: string) {
  return { idempotencyKey: ids.next(), agency, reason };
}

function timeOf(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const time = new Date(text);
  if (Number.isNaN(time.getTime())) {
    throw new RangeError('--until: 请填写时间，如 2026-12-01T08:00:00+08:00 / give a time like that');
  }
  return time;
}

/** Prints what was done. */
async function act(context: OpsContext, work: (deps: UsecaseDependencies) => Promise<string>): Promise<void> {
  context.print(await speakingRefusals(() => context.withApp((app) => work(app.dependencies))));
}
