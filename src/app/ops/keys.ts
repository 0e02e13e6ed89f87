import { setTimeout as pause } from 'node:timers/promises';
import { Command } from 'commander';
import type { App } from '#app/create-app.ts';
import { wordsOfEnding } from '#app/ops/key-words.ts';
import { operatorAtTerminal } from '#app/ops/operator.ts';
import type { OpsContext } from '#app/ops/ops-context.ts';
import { printTable } from '#app/ops/print-table.ts';
import type { DataKeyState } from '#domain/keys/data-key.ts';
import type { KeyRotation } from '#domain/keys/key-rotation.ts';
import { continueKeyRotation } from '#usecases/keys/continue-key-rotation.ts';
import { destroyKey, retireKey } from '#usecases/keys/retire-key.ts';
import { rotateKeys } from '#usecases/keys/rotate-keys.ts';

const STATES: Readonly<Record<DataKeyState, string>> = {
  WAITING: '待启用 waiting',
  SEALING: '加密中 sealing',
  OPENING: '仅解密 opening',
  RETIRED: '已停用 retired',
  DESTROYED: '已销毁 destroyed',
};

/** Between two looks while it has not begun, or a worker is at it. */
const LOOK_AGAIN_MS = 1_000;

/** `ops keys list | rotate | status | retire <id>`: the keys that personal columns are sealed with. Never a key itself. */
export function keysCommand({ withApp, print }: OpsContext): Command {
  const command = new Command('keys').description('加密密钥 / keys of the personal columns');
  command
    .command('list')
    .description('列出数据密钥 / list the data keys')
    .action(() => withApp((app) => list(app, print)));
  command
    .command('rotate')
    .description(
      '换新密钥，并重新加密全部存量；可中断，由 worker 继续 / a new key, everything sealed anew; may be broken off',
    )
    .option('--no-follow', '只发起，由 worker 执行 / begin only; a worker does it')
    .option('--wrapping-only', '只换主密钥，不重新加密 / the wrapping key only')
    .action(({ follow, wrappingOnly }: { follow: boolean; wrappingOnly?: true }) =>
      withApp((app) => (wrappingOnly ? rewrap(app, print) : rotate(app, print, follow))),
    );
  command
    .command('status')
    .description('轮换进度，以及各密钥还加密着多少数据 / how far a rotation is, and what each key still seals')
    .action(() => withApp((app) => status(app, print)));
  command
    .command('retire <id>')
    .description('停用已无数据使用的密钥 / retire a key that nothing names')
    .option('--destroy', '停用一小时后彻底销毁，不可恢复 / an hour after that, for good')
    .action((id: string, { destroy }: { destroy?: true }) =>
      withApp((app) => retire(app, print, id, destroy ?? false)),
    );
  return command;
}

type Print = OpsContext['print'];

async function list(app: App, print: Print): Promise<void> {
  const keys = await app.dependencies.stores.dataKeys.list();
  const header = [
    '数据密钥 data key',
    '算法 suite',
    '状态 state',
    '主密钥 wrapped by',
    '启用 seals from',
    '建立人 made by',
  ];
  const rows = keys.map((key) => [
    key.id,
    key.algorithm,
    STATES[key.state],
    key.state === 'DESTROYED' ? '-' : key.wrappingKeyId,
    key.sealsFrom.toISOString(),
    key.createdBy,
  ]);
  for (const line of printTable([header, ...rows])) print(line);
}

async function rewrap(app: App, print: Print): Promise<void> {
  const count = await app.dependencies.unitOfWork.run((tx) => tx.dataKeys.rewrap());
  print(`已改用当前主密钥：${count} 个 / put under the wrapping key of now: ${count}`);
}

async function rotate(app: App, print: Print, follow: boolean): Promise<void> {
  const { id, rewrapped, wasUnderWay } = await rotateKeys(app.dependencies, operatorAtTerminal().subject);
  if (rewrapped > 0) print(`已改用当前主密钥：${rewrapped} 个 / put under the wrapping key of now: ${rewrapped}`);
  print(
    wasUnderWay ? '已有轮换在进行，继续 / one was under way; going on with it' : '已发起轮换 / a rotation has begun',
  );
  if (follow) await workOn(app, print, id);
}

/** Turn by turn until it is over; where a worker has it, looks on. */
async function workOn(app: App, print: Print, id: string): Promise<void> {
  let shown = '';
  for (;;) {
    await continueKeyRotation(app.dependencies, id);
    const rotation = await app.dependencies.stores.keyRotations.find(id);
    if (!rotation) throw new RangeError(`key rotation ${id} is not stored`);
    const line = lineOf(rotation);
    const isSame = line === shown;
    if (!isSame) print(line);
    if (rotation.finishedAt) return;
    shown = line;
    if (isSame) await pause(LOOK_AGAIN_MS);
  }
}

async function status(app: App, print: Print): Promise<void> {
  const [rotation] = await app.dependencies.stores.keyRotations.list(1);
  print(rotation ? lineOf(rotation) : '还没有轮换过 / there was no rotation yet');
  const counts = await app.dependencies.stores.sealedColumns.countByKey();
  const rows = counts.map(({ column, key, values }) => [
    key.kind === 'FILE_KEY' ? `${key.id}（密钥文件 secret file）` : key.id,
    column,
    String(values),
  ]);
  for (const line of printTable([['密钥 key', '列 column', '值 values'], ...rows])) print(line);
}

async function retire(app: App, print: Print, id: string, destroy: boolean): Promise<void> {
  const by = operatorAtTerminal().subject;
  const ending = await (destroy ? destroyKey : retireKey)(app.dependencies, id, by);
  const words = `${id}: ${wordsOfEnding(ending)}`;
  if (ending.end !== 'RETIRED' && ending.end !== 'DESTROYED') throw new Error(words);
  print(words);
}

function lineOf({ targetKeyId, startsAt, place, resealed, finishedAt }: KeyRotation): string {
  const { pass, table, examined, broken } = place;
  const state = finishedAt
    ? `完成 / done ${finishedAt.toISOString()}`
    : table === undefined && pass === 1
      ? `${startsAt.toISOString()} 开始 / begins then`
      : `第 ${pass} 遍 / pass ${pass}  ${table ?? ''}`;
  return [
    `→ ${targetKeyId}`,
    state,
    `已查 / looked at ${examined}`,
    `已重新加密 / sealed anew ${resealed}`,
    broken > 0 ? `打不开 / do not open ${broken}` : '',
  ]
    .filter(Boolean)
    .join('  ');
}
