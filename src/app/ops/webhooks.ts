import { Command } from 'commander';
import type { OpsContext } from '#app/ops/ops-context.ts';
import type { Viewer } from '#domain/access/viewer.ts';
import type { WebhookEndpoint } from '#domain/partners/webhook-endpoint.ts';
import { globalId, rowIdOf } from '#resolvers/global-id.ts';
import { bindPartnerUsecases } from '#usecases/partners/bind-partner-usecases.ts';

/** Whoever has the shell of the machine and the secret file acts as the operator. */
const AT_THE_TERMINAL: Viewer = {
  subject: 'ops:terminal',
  role: 'OPERATOR',
  name: '运维终端',
  divisionCode: '000000',
};

/** What is shown at once. */
const SHOWN = 100;

/** `ops webhooks`: endpoints that need somebody, and the way back for those that were mended. */
export function webhooksCommand({ withApp, print }: OpsContext): Command {
  const command = new Command('webhooks').description('回调地址 / webhook endpoints of partners');
  command
    .command('list')
    .description('列出回调地址；停用的需要单位改正 / list endpoints; those that are disabled need their agency')
    .option('--disabled', '只看停用的 / disabled ones only')
    .action(({ disabled }: { disabled?: boolean }) =>
      withApp(async ({ dependencies }) => {
        const filter = disabled ? { state: ['DISABLED' as const] } : {};
        const page = await bindPartnerUsecases(dependencies, AT_THE_TERMINAL).listWebhookEndpoints(filter, {
          first: SHOWN,
        });
        for (const endpoint of page.items) print(lineOf(endpoint));
        if (page.items.length === 0) print('没有 / none');
        if (page.hasNextPage) print(`只显示最新的 ${SHOWN} 个 / the newest ${SHOWN} only`);
      }),
    );
  command
    .command('resume <endpointId>')
    .description('恢复已停用或暂停的 / resume one that is disabled or paused')
    .action((id: string) =>
      withApp(async ({ dependencies }) => {
        const endpointId = rowIdOf('WebhookEndpoint', id);
        if (!endpointId) throw new RangeError('编号不正确，请用 list 列出的 / no such id; use one that list shows');
        const usecases = bindPartnerUsecases(dependencies, AT_THE_TERMINAL);
        await usecases.resumeWebhookEndpoint({ idempotencyKey: dependencies.ids.next(), endpointId });
        const resumed = await usecases.findWebhookEndpoint(endpointId);
        if (resumed) print(lineOf(resumed));
      }),
    );
  return command;
}

/** Host only: the rest of an address may hold a key of the partner's. */
function lineOf({ id, agencyCode, url, state, stateReason, failingSince }: WebhookEndpoint): string {
  const since = failingSince ? `failing since ${failingSince.toISOString()}` : '';
  return [globalId('WebhookEndpoint', id), agencyCode, new URL(url).host, state, stateReason, since]
    .filter(Boolean)
    .join('  ');
}
