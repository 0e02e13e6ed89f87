import { fault, type Finding, ok, warning } from '#domain/operations/finding.ts';

/** What the database says about itself. */
export interface DatabaseFacts {
  /** As PostgreSQL numbers itself: 180004 is 18.4. */
  readonly versionNumber: number;
  readonly maxConnections: number;
  /** Kept back for its own administrators. */
  readonly reservedConnections: number;
  readonly fsync: boolean;
  readonly fullPageWrites: boolean;
  /** on, off, local, remote_write or remote_apply. */
  readonly synchronousCommit: string;
  readonly readOnly: boolean;
  readonly knowsShanghai: boolean;
  readonly encoding: string;
  readonly queueTables: boolean;
}

const OLDEST_VERSION = 150_000;
/** For a person with psql, a migration and a backup at once. */
const SPARE_CONNECTIONS = 10;

export function judgeVersion({ versionNumber }: DatabaseFacts): Finding {
  const shown = `PostgreSQL ${Math.floor(versionNumber / 10_000)}.${versionNumber % 10_000}`;
  if (versionNumber >= OLDEST_VERSION) return ok(shown, shown);
  return fault(
    { zh: `${shown} 太旧`, en: `${shown} is too old` },
    { zh: '请升级到 PostgreSQL 15 或更高版本。', en: 'Upgrade to PostgreSQL 15 or newer.' },
  );
}

/** Whether a committed case is still there after a power cut. */
export function judgeDurability(facts: DatabaseFacts): Finding {
  const off = [
    ...(facts.fsync ? [] : ['fsync']),
    ...(facts.fullPageWrites ? [] : ['full_page_writes']),
    ...(facts.synchronousCommit === 'off' ? ['synchronous_commit'] : []),
  ];
  if (facts.readOnly)
    return fault(
      { zh: '数据库是只读的', en: 'the database is read-only' },
      {
        zh: '请让 DATABASE_URL 指向主库，而不是只读副本。',
        en: 'Point DATABASE_URL at the primary, not at a read-only replica.',
      },
    );
  if (off.length === 0) return ok('提交后断电不丢', 'what was committed survives a power cut');
  return fault(
    {
      zh: `${off.join('、')} 已关闭，断电会丢已受理的办件`,
      en: `${off.join(', ')} off: a power cut loses accepted cases`,
    },
    {
      zh: `在 postgresql.conf 中设为 on 后重新加载：${off.map((name) => `${name} = on`).join('；')}`,
      en: `Set in postgresql.conf and reload: ${off.map((name) => `${name} = on`).join('; ')}`,
    },
  );
}

export function judgeMigrations(pending: readonly string[]): Finding {
  if (pending.length === 0) return ok('与本版本一致', 'in step with this release');
  return fault(
    { zh: `缺少 ${pending.length} 个迁移`, en: `lacks ${pending.length} migrations` },
    {
      zh: '请执行 npm run migrate，再执行 npm run seed，然后重启各进程。',
      en: 'Run npm run migrate, then npm run seed, then restart the processes.',
    },
  );
}

/** `wanted` connections are what all processes of the installation may hold at once. */
export function judgeConnections(
  { maxConnections, reservedConnections }: Pick<DatabaseFacts, 'maxConnections' | 'reservedConnections'>,
  wanted: number,
): Finding {
  const needed = wanted + reservedConnections + SPARE_CONNECTIONS;
  if (needed <= maxConnections)
    return ok(
      `各进程最多用 ${wanted} 个连接，上限 ${maxConnections}`,
      `the processes use ${wanted} connections at most, ${maxConnections} are allowed`,
    );
  return fault(
    {
      zh: `连接数不够：各进程最多用 ${wanted} 个，加预留共需 ${needed}，上限只有 ${maxConnections}`,
      en: `too few connections: the processes use up to ${wanted}, with the reserve ${needed} are needed, ${maxConnections} are allowed`,
    },
    {
      zh: `在 postgresql.conf 中设 max_connections = ${needed} 或更大并重启数据库，或减少网关、worker 进程。`,
      en: `Set max_connections = ${needed} or more in postgresql.conf and restart the database, or run fewer gateways and workers.`,
    },
  );
}

export function judgeEncoding({ encoding, knowsShanghai }: DatabaseFacts): Finding {
  if (encoding !== 'UTF8')
    return fault(
      {
        zh: `数据库编码为 ${encoding}，无法保存中文姓名中的生僻字`,
        en: `the database is in ${encoding}; rare characters of names cannot be kept`,
      },
      {
        zh: '请用 ENCODING UTF8 新建数据库并迁入数据。',
        en: 'Make a database with ENCODING UTF8 and move the data there.',
      },
    );
  if (!knowsShanghai)
    return fault(
      { zh: '数据库没有 Asia/Shanghai 时区数据', en: 'the database knows no time zone Asia/Shanghai' },
      {
        zh: '请在数据库主机安装 tzdata 并重启数据库。',
        en: 'Install tzdata on the database host and restart the database.',
      },
    );
  return ok('UTF8，Asia/Shanghai 可用', 'UTF8, Asia/Shanghai known');
}

export function judgeQueueTables({ queueTables }: DatabaseFacts): Finding {
  if (queueTables) return ok('队列在 PostgreSQL 上，表已建好', 'the queue is on PostgreSQL, its tables are there');
  return warning(
    { zh: '队列的表还没有建', en: 'the tables of the queue are not there' },
    { zh: '请执行 npm run migrate。', en: 'Run npm run migrate.' },
  );
}
