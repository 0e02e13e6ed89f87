import { fault, type Finding, ok, warning } from '#domain/operations/finding.ts';

/** What Redis says about itself. */
export interface RedisFacts {
  readonly version: string;
  readonly evictionPolicy: string;
  readonly appendOnly: boolean;
}

export function judgeRedis({ version, evictionPolicy, appendOnly }: RedisFacts): Finding {
  if (evictionPolicy !== 'noeviction')
    return fault(
      {
        zh: `Redis 内存满时会丢作业（maxmemory-policy 为 ${evictionPolicy}）`,
        en: `Redis drops jobs when its memory is full (maxmemory-policy is ${evictionPolicy})`,
      },
      {
        zh: '在 redis.conf 中设 maxmemory-policy noeviction，并执行 redis-cli CONFIG SET maxmemory-policy noeviction。',
        en: 'Set maxmemory-policy noeviction in redis.conf and run redis-cli CONFIG SET maxmemory-policy noeviction.',
      },
    );
  if (!appendOnly)
    return warning(
      {
        zh: 'Redis 没有开 AOF，重启后队列为空；办件不丢，但要等十秒重新入队',
        en: 'Redis keeps no append-only file: a restart empties the queue; no case is lost, but all waits ten seconds to be offered again',
      },
      {
        zh: '在 redis.conf 中设 appendonly yes，并执行 redis-cli CONFIG SET appendonly yes。',
        en: 'Set appendonly yes in redis.conf and run redis-cli CONFIG SET appendonly yes.',
      },
    );
  return ok(`Redis ${version}，noeviction，AOF 已开`, `Redis ${version}, noeviction, append-only file on`);
}
