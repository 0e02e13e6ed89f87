import type { Check } from '#app/doctor/check.ts';
import { fault } from '#domain/operations/finding.ts';
import { judgeClockSkew } from '#domain/operations/judge-clock-skew.ts';
import { judgeRedis } from '#domain/operations/judge-redis.ts';
import { examineRedis } from '#jobs/queue/examine-redis.ts';

/** The queue's own server, where it has one. */
export async function redisChecks(url: string, now: () => Date): Promise<readonly Check[]> {
  const title = { zh: '作业队列（Redis）', en: 'job queue (Redis)' };
  const facts = await examineRedis(url, now).catch(() => undefined);
  if (!facts) return [{ name: 'queue', title, run: unreachable }];
  return [
    { name: 'queue', title, run: () => judgeRedis(facts) },
    {
      name: 'clock-redis',
      title: { zh: '与 Redis 的时差', en: 'clock against Redis' },
      run: () => judgeClockSkew({ zh: ' Redis ', en: 'Redis' }, -facts.aheadMs),
    },
  ];
}

function unreachable() {
  return fault(
    {
      zh: '连不上 Redis；办件照常受理，但暂不送达',
      en: 'Redis cannot be reached; cases are accepted, nothing is delivered',
    },
    {
      zh: '请在本机执行 redis-cli -u "$REDIS_URL" ping 核对 REDIS_URL、网络和口令；恢复后十秒内自动重新入队。',
      en: 'On this machine run redis-cli -u "$REDIS_URL" ping to check REDIS_URL, network and password; ten seconds after it is back all is offered again.',
    },
  );
}
