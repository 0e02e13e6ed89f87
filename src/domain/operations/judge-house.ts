import type { Backlog } from '#domain/operations/backlog.ts';
import { fault, type Finding, ok, warning } from '#domain/operations/finding.ts';

/** Whether what is sealed in the register opens with the keys at hand. */
export function judgeSealedSample(sample: 'EMPTY' | 'OPENS' | 'OTHER_SEAL' | 'OTHER_INDEX'): Finding {
  const mend = {
    zh: '请把 ONEDOOR_SECRET_FILE 换成与这个数据库同时备份的密钥文件，不要生成新密钥，也不要在此之前启动网关。',
    en: 'Point ONEDOOR_SECRET_FILE at the secret file that was backed up with this database; make no new key, and do not start the gateway before.',
  };
  switch (sample) {
    case 'EMPTY':
      return ok('登记册为空，无从核对', 'the register is empty; nothing to try the keys on');
    case 'OPENS':
      return ok('能打开已加密的登记', 'opens what is sealed in the register');
    case 'OTHER_SEAL':
      return fault(
        {
          zh: '加密密钥不对：登记册中的个人信息打不开',
          en: 'wrong sealing key: the personal columns of the register do not open',
        },
        mend,
      );
    case 'OTHER_INDEX':
      return fault(
        {
          zh: '索引密钥（indexKey）不对：按证件号找不到已登记的人，会重复登记',
          en: 'wrong index key (indexKey): nobody is found by number, people would be registered twice',
        },
        mend,
      );
  }
}

export function judgeHeartbeats(role: 'gateway' | 'worker', running: readonly { readonly role: string }[]): Finding {
  const alive = running.filter((process) => process.role === role).length;
  if (alive > 0) return ok(`${alive} 个在运行`, `${alive} running`);
  const says = {
    worker: {
      zh: '没有 worker 在运行：办件照常受理，但不送达，时限不处理',
      en: 'no worker is running: cases are accepted, nothing is delivered, no clock is minded',
    },
    gateway: { zh: '没有网关在运行：不能受理', en: 'no gateway is running: nothing can be accepted' },
  }[role];
  return fault(says, {
    zh: `请执行 npm run ${role}，或查看它的日志末尾为何退出。`,
    en: `Run npm run ${role}, or read at the end of its log why it left.`,
  });
}

const SLOW_SECONDS = 300;

/** Rows that wait for delivery although nobody paused their agency, and rows that wait for a person. */
export function judgeOutbox({ effects, paused }: Backlog): Finding {
  const waiting = effects.filter(({ agency, status }) => status === 'PENDING' && !paused.includes(agency));
  const slow = waiting.filter(({ oldestSeconds }) => oldestSeconds > SLOW_SECONDS);
  const forPeople = effects.filter(({ status }) => status !== 'PENDING');
  const list = (rows: Backlog['effects']): string =>
    rows.map(({ agency, status, count }) => `${agency} ${status} ${count}`).join(', ');
  if (slow.length > 0)
    return fault(
      {
        zh: `有转办单等待送达超过 ${SLOW_SECONDS / 60} 分钟：${list(slow)}`,
        en: `referrals have been waiting for delivery for more than ${SLOW_SECONDS / 60} minutes: ${list(slow)}`,
      },
      {
        zh: '先看“作业进程”和该单位一项；都正常时按 docs/operations/what-can-go-wrong.md 第 1 节处理。',
        en: 'Look at the worker and at that agency first; if both are well, follow docs/operations/what-can-go-wrong.md, section 1.',
      },
    );
  if (forPeople.length > 0)
    return warning(
      { zh: `有转办单等人处理：${list(forPeople)}`, en: `referrals wait for a person: ${list(forPeople)}` },
      {
        zh: '死信（STOPPED）：原因消除后 npm run ops -- agency replay 单位代码。不明（IN_DOUBT）：先问对方，再由窗口 resolveDoubt。',
        en: 'Dead letters (STOPPED): mend the cause, then npm run ops -- agency replay CODE. IN_DOUBT: ask the agency, then the window records it with resolveDoubt.',
      },
    );
  const count = waiting.reduce((sum, row) => sum + row.count, 0);
  return ok(`${count} 件等待送达，均不久`, `${count} wait for delivery, none for long`);
}

export function judgeUnfiredClocks({ clocksUnfired, clocksOverdue }: Backlog): Finding {
  if (clocksUnfired === 0)
    return ok(
      `没有漏处理的时限；超期未结 ${clocksOverdue} 个`,
      `none is missed; ${clocksOverdue} overdue and still open`,
    );
  return warning(
    { zh: `${clocksUnfired} 个时限已到期而未处理`, en: `${clocksUnfired} clocks have run out and were not taken up` },
    {
      zh: '两秒一次的作业会处理；一分钟后仍如此，请看“作业进程”一项并重启 worker。',
      en: 'A job takes them up every two seconds; if it stays so for a minute, look at the worker and restart it.',
    },
  );
}
