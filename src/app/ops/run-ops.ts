import { Command } from 'commander';
import { openApp } from '#app/open-app.ts';
import { openDatabaseServer } from '#app/open-database-server.ts';
import { agencyCommand } from '#app/ops/agency.ts';
import { doctorCommand } from '#app/ops/doctor.ts';
import { feedCommand } from '#app/ops/feed.ts';
import { keysCommand } from '#app/ops/keys.ts';
import { ledgerCommand } from '#app/ops/ledger.ts';
import type { OpsContext } from '#app/ops/ops-context.ts';
import { partnerCommand } from '#app/ops/partner.ts';
import { queueCommand } from '#app/ops/queue.ts';
import { reconcileCommand } from '#app/ops/reconcile.ts';
import { registryCommand } from '#app/ops/registry.ts';
import { webhooksCommand } from '#app/ops/webhooks.ts';
import type { Env } from '#app/read-env.ts';
import type { Logger } from '#platform/logger.ts';

/** The commands, each from a file of its own: `agency`, `queue`, … */
const COMMANDS: readonly ((context: OpsContext) => Command)[] = [
  doctorCommand,
  queueCommand,
  agencyCommand,
  feedCommand,
  registryCommand,
  reconcileCommand,
  webhooksCommand,
  ledgerCommand,
  partnerCommand,
  keysCommand,
];

/** `npm run ops -- …`: what an operator does at a terminal. Throws with the mend; the frame prints it and exits 1. */
export async function runOps(env: Env, log: Logger, args: readonly string[]): Promise<void> {
  const context: OpsContext = {
    env,
    log,
    async withApp(work) {
      const server = await openDatabaseServer(env, log);
      const app = await openApp(env, server.url, log);
      try {
        return await work(app);
      } finally {
        await app.close();
        await server.stop();
      }
    },
    print: (line) => void process.stdout.write(`${line}\n`),
  };
  const program = new Command('ops').description('运维命令 / what an operator does');
  for (const make of COMMANDS) program.addCommand(make(context));
  await program.parseAsync([...args], { from: 'user' });
}
