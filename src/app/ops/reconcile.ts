import { setTimeout as pause } from 'node:timers/promises';
import { Command, InvalidArgumentError } from 'commander';
import type { App } from '#app/create-app.ts';
import type { OpsContext } from '#app/ops/ops-context.ts';
import { RequestRefusedError } from '#domain/errors.ts';
import type { DifferenceKind, ReconciliationItem } from '#domain/reconciliation/difference.ts';
import type { ReconciliationStore } from '#domain/reconciliation/reconciliation-stores.ts';
import type { Reconciliation } from '#domain/reconciliation/reconciliation.ts';
import { addDays, type LocalDate, localDateOf, parseLocalDate } from '#domain/referrals/local-date.ts';
import { USER_ERRORS } from '#domain/user-errors.ts';
import { canBeReconciled } from '#usecases/reconciliation/plan-reconciliations.ts';
import { requestReconciliation } from '#usecases/reconciliation/reconcile-agency.ts';
import { reconcileDay } from '#usecases/reconciliation/reconcile-day.ts';

const MOST_LINES = 100;
const LOOK_EVERY_MS = 200;
const LOOKS = 300;

/** 对账: compares a day with one agency or with all of them, now, and says what differs. Exits 1 while something does. */
export function reconcileCommand(context: OpsContext): Command {
  return new Command('reconcile')
    .description(
      '与承办单位对一天的账；有未处理的差异时退出码为 1 / compares a day; exits 1 while differences are open',
    )
    .option('--agency <code>', '承办单位代码，默认全部 / one agency instead of all')
    .option('--day <YYYY-MM-DD>', '哪一天（北京时间），默认昨天 / which day in Beijing, yesterday by default', readDay)
    .action(async ({ agency, day }: { agency?: string; day?: LocalDate }) => {
      const clean = await context.withApp((app) => reconcileAll(app, agency, day, context.print));
      if (!clean) process.exitCode = 1;
    });
}

function readDay(text: string): LocalDate {
  const day = parseLocalDate(text);
  if (!day.ok)
    throw new InvalidArgumentError(`${USER_ERRORS.DATE_INVALID.remedyZh} / ${USER_ERRORS.DATE_INVALID.remedyEn}`);
  return day.value;
}

/** Answers whether every day could be compared and nothing is open. */
async function reconcileAll(
  app: App,
  agency: string | undefined,
  day: LocalDate | undefined,
  print: (line: string) => void,
): Promise<boolean> {
  const { dependencies } = app;
  const wanted = day ?? addDays(localDateOf(dependencies.clock.now()), -1);
  const agencies = agency === undefined ? reconcilable(app) : [agency];
  if (agencies.length === 0)
    throw new Error(
      '没有对账：没有一个能够对账的单位已接入，请像 worker 那样设置 <单位>_URL / nothing was compared: no agency that can say what it holds is connected; set <AGENCY>_URL as for the worker',
    );
  print(`对账日（北京时间）/ day in Beijing: ${wanted}`);
  let clean = true;
  for (const code of agencies) {
    const run = await reconcileOne(app, code, wanted);
    const items = await openItems(app, run);
    print(describeRun(run, items.length));
    for (const item of items.slice(0, MOST_LINES)) print(describeItem(item));
    if (items.length > MOST_LINES) print(`  … ${items.length}`);
    clean &&= run.status !== 'DUE' && items.length === 0;
  }
  return clean;
}

function reconcilable({ dependencies }: App): readonly string[] {
  return [...dependencies.connectors.values()].filter(canBeReconciled).map(({ code }) => code);
}

async function reconcileOne({ dependencies }: App, agency: string, day: LocalDate): Promise<Reconciliation> {
  const { stores } = dependencies;
  try {
    const id = await requestReconciliation(dependencies, stores, { agency, day }, 'command-line');
    await reconcileDay(dependencies, id);
    return await ended(stores.reconciliations, id);
  } catch (error) {
    if (!(error instanceof RequestRefusedError)) throw error;
    const [fault] = error.faults;
    const { zh, en, remedyZh, remedyEn } = USER_ERRORS[fault?.code ?? 'NOT_FOUND'];
    throw new Error(`${agency} ${day}: ${zh} / ${en}\n${remedyZh} / ${remedyEn}`, { cause: error });
  }
}

/** A worker may have taken the run first: then its end is waited for, a minute at most. */
async function ended(runs: ReconciliationStore, id: string): Promise<Reconciliation> {
  for (let looks = 1; ; looks += 1) {
    const run = await runs.find(id);
    if (!run) throw new RangeError(`reconciliation ${id} is gone`);
    if (run.status !== 'DUE' || run.lastFault !== undefined || looks === LOOKS) return run;
    await pause(LOOK_EVERY_MS);
  }
}

async function openItems(
  { dependencies }: App,
  { agencyCode, day }: Reconciliation,
): Promise<readonly ReconciliationItem[]> {
  return dependencies.stores.reconciliationItems.openOfDay(agencyCode, day, MOST_LINES + 1);
}

function describeRun(
  { agencyCode, status, ours, theirs, lastFault, elsewhere, underWay }: Reconciliation,
  open: number,
): string {
  const name = agencyCode.padEnd(24);
  if (status === 'DUE')
    return `${name}未对成，稍后自动再试 / not compared, tried again later: ${lastFault ?? 'in progress'}`;
  const counts = `我方 / ours ${ours?.count ?? 0}  对方 / theirs ${theirs?.count ?? 0}`;
  const aside = [
    elsewhere > 0 ? `  邻日 / other days ${elsewhere}` : '',
    underWay > 0 ? `  在途 / under way ${underWay}` : '',
  ].join('');
  const same = ours?.digest === theirs?.digest ? `  摘要 / digest ${ours?.digest.slice(0, 16)}` : '';
  if (open === 0) return `${name}一致 / agrees  ${counts}${aside}${same}`;
  return `${name}有差异 / differs  ${counts}${aside}  未处理 / open ${open > MOST_LINES ? `> ${MOST_LINES}` : open}`;
}

const KINDS: Readonly<Record<DifferenceKind, string>> = {
  MISSING_AT_AGENCY: '对方没有 / missing at agency',
  UNKNOWN_TO_US: '我方没有 / unknown to us',
  DOUBLE: '重复 / double',
  STATUS_DIFFERS: '状态不符 / status differs',
  REFERENCE_DIFFERS: '编号不符 / reference differs',
  TOTALS_DIFFER: '总数不符 / totals differ',
};

const OWNERS: Readonly<Record<ReconciliationItem['owner'], string>> = {
  AGENCY: '承办单位 / agency',
  OPERATOR: '运维 / operator',
  WINDOW: '受理窗口 / window',
};

function describeItem({ kind, key, referralId, owner, ours, theirs, theirsCount }: ReconciliationItem): string {
  const sides = `${ours?.status ?? '—'} : ${theirs?.status ?? '—'}${theirsCount > 1 ? ` × ${theirsCount}` : ''}`;
  const parts = [KINDS[kind], key, referralId && `转办单 / referral ${referralId}`, sides, `→ ${OWNERS[owner]}`];
  return `  ${parts.filter(Boolean).join('  ')}`;
}
