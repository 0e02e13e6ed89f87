import { Command } from 'commander';
import type { OpsContext } from '#app/ops/ops-context.ts';

/** `ops registry …`: keeping the register of people in order. */
export function registryCommand({ withApp, print }: OpsContext): Command {
  const command = new Command('registry').description('人员登记 / the register of people');
  command
    .command('reindex')
    .description(
      '为升级前登记的人员补建检索值，可重复、可中断 / write the search indexes that older entries lack; repeatable',
    )
    .action(() =>
      withApp(async ({ system }) => {
        const written = await system.fillPersonIndexes((sofar) => print(`${sofar} …`));
        print(written === 0 ? '无须补建 / nothing is missing' : `已补建 ${written} 人 / written for ${written} people`);
      }),
    );
  return command;
}
