import type { Evidence } from './evidence.ts';

export interface Figure {
  readonly zh: string;
  readonly en: string;
  readonly value: string | number;
}

/** The counts of a run, beside what the checker made of them. Pure. */
export function figuresOf(evidence: Evidence): readonly Figure[] {
  const { counter, cases, effects, agencies, inbox, terminations } = evidence;
  const records = agencies.flatMap(({ seen }) => seen);
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
  const keyless = agencies.filter(({ effectKey }) => effectKey === 'NONE').flatMap(({ seen }) => seen);
  const poison = new Set(cases.filter((row) => row.poison).map(({ id }) => id));
  return [
    { zh: '受理（已应答的键）', en: 'accepted (keys answered)', value: counter.accepted.length },
    { zh: '案件', en: 'cases', value: cases.length },
    { zh: '应送达', en: 'effects to deliver', value: effects.length },
    { zh: '单位留有记录', en: 'recorded at agencies', value: records.length },
    { zh: '发送次数（含重试）', en: 'attempts made', value: sum(effects.map(({ attempts }) => attempts)) },
    {
      zh: '同键重发被单位识别',
      en: 'repeats absorbed by agencies',
      value: sum(records.map(({ requests, count }) => requests - count)),
    },
    {
      zh: '被打断后查明或重发',
      en: 'interrupted and cleared up',
      value: effects.filter(({ interrupted }) => interrupted).length,
    },
    { zh: '存疑（曾经）', en: 'ever in doubt', value: effects.filter(({ doubted }) => doubted).length },
    {
      zh: '无键单位记录后断线',
      en: 'dropped by the keyless agency',
      value: keyless.filter(({ cuts }) => cuts > 0).length,
    },
    {
      zh: '仍存疑待人工',
      en: 'still in doubt, for a person',
      value: effects.filter(({ status }) => status === 'IN_DOUBT').length,
    },
    { zh: '毒消息', en: 'poison', value: poison.size },
    { zh: '答复', en: 'replies given', value: sum(agencies.map(({ answers }) => answers.length)) },
    {
      zh: '收件箱：生效 / 迟到或重复',
      en: 'inbox: applied / superseded',
      value: `${countOf(inbox, 'APPLIED')} / ${countOf(inbox, 'SUPERSEDED')}`,
    },
    {
      zh: 'SIGTERM：次数 / 断开的请求 / 最慢',
      en: 'SIGTERM: times / requests broken / slowest',
      value: `${terminations.length} / ${sum(terminations.map(({ broken }) => broken))} / ${Math.round(Math.max(0, ...terminations.map(({ ms }) => ms)))} ms`,
    },
  ];
}

function countOf(inbox: Evidence['inbox'], status: string): number {
  return inbox.filter((row) => row.status === status).length;
}
