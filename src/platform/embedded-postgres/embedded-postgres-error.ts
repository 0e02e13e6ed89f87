/** Why no embedded server can be had here, and what a person does about it. One row per cause, both languages. */
const CAUSES = {
  PLATFORM_UNSUPPORTED: {
    zh: '没有适用于本机系统的内置 PostgreSQL 程序',
    en: 'No embedded PostgreSQL programs are installed for this platform',
    mendZh: '请重新执行 npm ci（不要加 --omit=optional）；仍不行时请自备 PostgreSQL 并设置 DATABASE_URL。',
    mendEn:
      'Run npm ci again (without --omit=optional); failing that, provide a PostgreSQL server and set DATABASE_URL.',
  },
  PROGRAMS_UNUSABLE: {
    zh: '内置 PostgreSQL 程序无法运行',
    en: 'The embedded PostgreSQL programs cannot be run here',
    mendZh: '程序需要 glibc 系统，且所在目录允许执行、当前用户可进入；否则请自备 PostgreSQL 并设置 DATABASE_URL。',
    mendEn:
      'They need a glibc system and a folder that this user may enter and execute from; otherwise provide a PostgreSQL server and set DATABASE_URL.',
  },
  NO_OS_ACCOUNT: {
    zh: '找不到可用来运行 PostgreSQL 的系统账户',
    en: 'No operating system account can run PostgreSQL',
    mendZh:
      'PostgreSQL 不能以 root 运行，也不能以 /etc/passwd 中没有的用户运行：请补上该用户（或 nobody），或设置 DATABASE_URL。',
    mendEn:
      'PostgreSQL runs neither as root nor as a user missing from /etc/passwd: add that user (or nobody), or set DATABASE_URL.',
  },
  ACCOUNT_CHANGE_REFUSED: {
    zh: '系统不允许切换到其他账户运行 PostgreSQL',
    en: 'The system does not let root hand PostgreSQL to another account',
    mendZh: '请以普通用户启动，或给容器 CHOWN、SETUID、SETGID 权限，或设置 DATABASE_URL。',
    mendEn: 'Start as an ordinary user, or give the container CHOWN, SETUID and SETGID, or set DATABASE_URL.',
  },
  DATA_FOLDER_NOT_OURS: {
    zh: '数据目录属于其他用户，无法使用',
    en: 'The data folder belongs to another user',
    mendZh: '请用原来的用户启动，或用 ONEDOOR_DATA_DIR 指定另一个目录。',
    mendEn: 'Start as the user who made it, or name another folder in ONEDOOR_DATA_DIR.',
  },
  DATA_FOLDER_FOREIGN: {
    zh: '数据目录中的内容不是本版本 PostgreSQL 的数据',
    en: 'The data folder holds something other than data of this PostgreSQL version',
    mendZh: '请把该目录移走保存，或用 ONEDOOR_DATA_DIR 指定另一个目录；本程序不会删除其中的内容。',
    mendEn: 'Move that folder away, or name another in ONEDOOR_DATA_DIR; nothing in it is ever deleted by us.',
  },
  INITIALISATION_FAILED: {
    zh: '无法建立数据库',
    en: 'The database could not be created',
    mendZh: '请查看下面 PostgreSQL 的原话（常见原因：磁盘已满、目录不可写）。',
    mendEn: 'See the words of PostgreSQL below (commonly a full disk or a folder that cannot be written).',
  },
  START_FAILED: {
    zh: '内置 PostgreSQL 启动失败',
    en: 'The embedded PostgreSQL server did not start',
    mendZh: '请查看下面 PostgreSQL 的原话（常见原因：磁盘已满、内存不足、数据损坏）。',
    mendEn: 'See the words of PostgreSQL below (commonly a full disk, too little memory or damaged data).',
  },
  OWNER_NOT_READY: {
    zh: '另一个进程正在启动同一个数据库，但迟迟没有就绪',
    en: 'Another process is starting the same database and does not get ready',
    mendZh: '请查看先启动的那个进程的日志；必要时结束它再启动。',
    mendEn: 'See the log of the process that was started first; end it if need be and start again.',
  },
} as const;

export type EmbeddedPostgresFault = keyof typeof CAUSES;

/** The embedded server cannot be had. For the person who starts the program; never reaches a user of the graph. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';
  readonly code: EmbeddedPostgresFault;
  /** What to do, in both languages. */
  readonly mend: string;

  /** `detail` is a path or PostgreSQL's own words, shown below the mend. */
  constructor(code: EmbeddedPostgresFault, detail?: string, options?: { cause?: unknown }) {
    const { zh, en, mendZh, mendEn } = CAUSES[code];
    const mend = `${mendZh}\n${mendEn}`;
    super(`${zh} · ${en}\n${mend}${detail ? `\n${detail}` : ''}`, options);
    this.code = code;
    this.mend = mend;
  }
}
