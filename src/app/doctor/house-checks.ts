import type { App } from '#app/create-app.ts';
import type { Check } from '#app/doctor/check.ts';
import { judgeAccessLedger } from '#domain/operations/judge-access-ledger.ts';
import { judgeCalendar } from '#domain/operations/judge-calendar.ts';
import { judgeFeeds, judgePauses, judgeReconciliation, judgeWebhooks } from '#domain/operations/judge-exchange.ts';
import { judgeHeartbeats, judgeOutbox, judgeSealedSample, judgeUnfiredClocks } from '#domain/operations/judge-house.ts';
import { judgeDataKeys } from '#domain/operations/judge-keys.ts';
import { localDateOf } from '#domain/referrals/local-date.ts';
import { readBacklog } from '#store/operations/read-backlog.ts';
import { runningProcesses } from '#store/operations/running-processes.ts';
import { trySealedSample } from '#store/operations/sealed-sample.ts';

/** What lies in the tables: keys that open it, a calendar to count by, work that moves. Needs every migration. */
export function houseChecks(app: App, now: () => Date): readonly Check[] {
  const { prisma } = app.database;
  const backlog = async () => (await readBacklog(prisma, app.dependencies.clock.now())).backlog;
  return [
    {
      name: 'keys',
      title: { zh: '加密密钥', en: 'sealing keys' },
      run: async () => judgeSealedSample(await trySealedSample(prisma, app.tools.crypto)),
    },
    {
      name: 'data-keys',
      title: { zh: '数据密钥', en: 'data keys' },
      run: async () => {
        await app.keys.refresh();
        const { unopened = [], isOtherIndex = false } = app.keys.faults() ?? {};
        return judgeDataKeys({
          keys: await app.dependencies.stores.dataKeys.list(),
          unopened,
          isOtherIndex,
          now: now(),
        });
      },
    },
    {
      name: 'calendar',
      title: { zh: '放假日历', en: 'holiday calendar' },
      run: async () => judgeCalendar(await app.dependencies.stores.calendars.layers(), localDateOf(now())),
    },
    {
      name: 'worker',
      title: { zh: '作业进程', en: 'worker' },
      run: async () => judgeHeartbeats('worker', await runningProcesses(prisma)),
    },
    {
      name: 'gateway',
      title: { zh: '网关进程', en: 'gateway' },
      run: async () => judgeHeartbeats('gateway', await runningProcesses(prisma)),
    },
    { name: 'outbox', title: { zh: '待送达', en: 'outbox' }, run: async () => judgeOutbox(await backlog()) },
    { name: 'pauses', title: { zh: '暂停', en: 'pauses' }, run: async () => judgePauses(await backlog()) },
    { name: 'feeds', title: { zh: '数据文件', en: 'files' }, run: async () => judgeFeeds(await backlog()) },
    {
      name: 'reconciliation',
      title: { zh: '对账', en: 'reconciliation' },
      run: async () => judgeReconciliation(await backlog()),
    },
    { name: 'webhooks', title: { zh: '回调地址', en: 'endpoints' }, run: async () => judgeWebhooks(await backlog()) },
    {
      name: 'access-ledger',
      title: { zh: '访问留痕', en: 'access ledger' },
      run: async () =>
        judgeAccessLedger(await app.dependencies.stores.accessLedger.lastVerification(), app.dependencies.clock.now()),
    },
    { name: 'clocks', title: { zh: '时限', en: 'legal clocks' }, run: async () => judgeUnfiredClocks(await backlog()) },
  ];
}
