import type { DataKey } from '#domain/keys/data-key.ts';
import { fault, type Finding, ok, warning } from '#domain/operations/finding.ts';

export interface KeyFacts {
  readonly keys: readonly DataKey[];
  /** Ids of data keys that the secret file does not open. */
  readonly unopened: readonly string[];
  /** The data keys were made under another index key. */
  readonly isOtherIndex: boolean;
  readonly now: Date;
}

/** The monthly job has missed twice. */
const OLD_DAYS = 90;
const DAY_MS = 86_400_000;

/** Whether there is a data key to seal with, and the secret file that opens all of them. */
export function judgeDataKeys({ keys, unopened, isOtherIndex, now }: KeyFacts): Finding {
  const putBack = {
    zh: '请把 ONEDOOR_SECRET_FILE 换成与这个数据库同时备份的密钥文件；轮换主密钥后，须先 npm run ops -- keys rotate 再移除旧主密钥。',
    en: 'Point ONEDOOR_SECRET_FILE at the secret file that was backed up with this database; after a new wrapping key, run npm run ops -- keys rotate before the old one leaves the file.',
  };
  if (isOtherIndex)
    return fault(
      {
        zh: '索引密钥（indexKey）与建库时不同',
        en: 'the index key (indexKey) is not the one the data keys were made with',
      },
      putBack,
    );
  if (unopened.length > 0)
    return fault(
      {
        zh: `密钥文件缺少主密钥，打不开数据密钥 ${namesOf(keys, unopened)}`,
        en: `the secret file lacks the wrapping key of data keys ${namesOf(keys, unopened)}`,
      },
      putBack,
    );
  const sealing = keys.find(({ state }) => state === 'SEALING');
  if (!sealing)
    return warning(
      { zh: '没有可用于加密的数据密钥', en: 'there is no data key to seal with' },
      {
        zh: '网关或 worker 首次启动时建立第一个；已启动仍如此，请查看它们的日志。',
        en: 'The first start of a gateway or a worker makes one; if they run, read their logs.',
      },
    );
  const days = Math.floor((now.getTime() - sealing.createdAt.getTime()) / DAY_MS);
  if (days > OLD_DAYS)
    return warning(
      { zh: `数据密钥 ${sealing.id} 已使用 ${days} 天`, en: `the data key ${sealing.id} is ${days} days old` },
      {
        zh: 'worker 每月换一次；请确认 worker 在运行，或执行 npm run ops -- keys rotate。',
        en: 'A worker makes a new one each month; see that one runs, or run npm run ops -- keys rotate.',
      },
    );
  return ok(`正在使用 ${sealing.id}，共 ${keys.length} 个`, `${sealing.id} seals, of ${keys.length}`);
}

/** `2611-x7k2 (2026a)`: the data key, and the wrapping key that is missing. */
function namesOf(keys: readonly DataKey[], ids: readonly string[]): string {
  return ids.map((id) => `${id} (${keys.find((key) => key.id === id)?.wrappingKeyId ?? '?'})`).join(', ');
}
