import type { Bilingual, ClockUnit } from '#domain/catalogue/clock-rule.ts';
import type { DeadlineCount, DeadlineQuestion } from '#domain/referrals/deadline-count.ts';
import { isWorkingDay } from '#domain/referrals/working-day.ts';

const UNITS: Record<ClockUnit, { zh: string; one: string; many: string }> = {
  DAY: { zh: '日', one: 'day', many: 'days' },
  WORKING_DAY: { zh: '个工作日', one: 'working day', many: 'working days' },
  MONTH: { zh: '个月', one: 'month', many: 'months' },
  YEAR: { zh: '年', one: 'year', many: 'years' },
};

/** How the date came about, one sentence a step, for the worker and for the clerk who is asked about it. */
export function explainDeadline(
  question: DeadlineQuestion,
  count: DeadlineCount,
): { steps: readonly Bilingual[]; explanation: Bilingual } {
  const steps = [
    period(question, count),
    paused(count),
    restDays(question, count),
    madeUpDays(count),
    rolledOver(question, count),
    notAnnounced(question, count),
    standsStill(count),
  ].filter((step) => step !== undefined);
  return {
    steps,
    explanation: { zh: steps.map(({ zh }) => zh).join(''), en: steps.map(({ en }) => en).join(' ') },
  };
}

function period(
  { startedOn, length, unit, extension = 0, direction }: DeadlineQuestion,
  { rawDueOn }: DeadlineCount,
): Bilingual {
  const { zh } = UNITS[unit];
  if (direction === 'BEFORE') {
    return {
      zh: `自${startedOn}的前一日起倒数${length}${zh}，至${rawDueOn}。`,
      en: `${amount(length, unit)}, counted back from the day before ${startedOn}, arrive at ${rawDueOn}.`,
    };
  }
  return {
    zh: `自${startedOn}的次日起算${length}${zh}${extension > 0 ? `，延长${extension}${zh}` : ''}，末日为${rawDueOn}。`,
    en: `${amount(length, unit)}${extension > 0 ? ` and ${amount(extension, unit)} of extension` : ''}, counted from the day after ${startedOn}, end on ${rawDueOn}.`,
  };
}

function paused({ skipped }: DeadlineCount): Bilingual | undefined {
  const days = skipped.filter(({ because }) => because.kind === 'PAUSED').length;
  if (days === 0) return undefined;
  return {
    zh: `其中暂停计时${days}日，不计入。`,
    en: `The clock was paused on ${amount(days, 'DAY')}, not counted.`,
  };
}

function restDays({ unit }: DeadlineQuestion, { skipped }: DeadlineCount): Bilingual | undefined {
  const resting = skipped.filter(({ because }) => because.kind !== 'PAUSED');
  if (unit !== 'WORKING_DAY' || resting.length === 0) return undefined;
  const festivals = resting.filter(({ because }) => because.kind === 'HOLIDAY');
  const zh = [...new Set(festivals.map(({ because }) => because.zh))].join('、');
  const en = [...new Set(festivals.map(({ because }) => because.en))].join(', ');
  return {
    zh: `跳过休息日${resting.length}日${zh && `（含${zh}）`}。`,
    en: `${amount(resting.length, 'DAY')} off skipped${en && ` (${en} included)`}.`,
  };
}

function madeUpDays({ madeUp }: DeadlineCount): Bilingual | undefined {
  if (madeUp.length === 0) return undefined;
  return {
    zh: `${madeUp.join('、')}调休上班，计入。`,
    en: `${madeUp.join(', ')} counted as made-up working ${madeUp.length === 1 ? 'day' : 'days'}.`,
  };
}

function rolledOver(
  { calendar, direction }: DeadlineQuestion,
  { rawDueOn, dueOn }: DeadlineCount,
): Bilingual | undefined {
  if (dueOn === rawDueOn) return undefined;
  const { working, because } = isWorkingDay(rawDueOn, calendar);
  if (working) return undefined;
  if (direction === 'BEFORE') {
    return {
      zh: `${rawDueOn}为${because.zh}，提前至其前一个工作日${dueOn}。`,
      en: `${rawDueOn} is a day off (${because.en}), so it has to be done by the working day before it, ${dueOn}.`,
    };
  }
  return {
    zh: `末日${rawDueOn}为${because.zh}，顺延至其后第一个工作日${dueOn}。`,
    en: `${rawDueOn} is a day off (${because.en}), so the period ends on the next working day, ${dueOn}.`,
  };
}

function notAnnounced({ calendar }: DeadlineQuestion, { unknownFrom }: DeadlineCount): Bilingual | undefined {
  if (unknownFrom === undefined) return undefined;
  const year = unknownFrom.slice(0, 4);
  return {
    zh: `${year}年的${calendar.names.map(({ zh }) => zh).join('、')}尚未公布或未经核实，${unknownFrom}起暂按现有资料计算，公布后重算。`,
    en: `The holiday schedule of ${year} (${calendar.names.map((name) => name.en).join(', ')}) is not out or not confirmed; from ${unknownFrom} on the count is provisional.`,
  };
}

function standsStill({ standsStillSince }: DeadlineCount): Bilingual | undefined {
  if (standsStillSince === undefined) return undefined;
  return {
    zh: `计时自${standsStillSince}起暂停，恢复后重新计算；此日期为最早可能日期。`,
    en: `The clock stands still since ${standsStillSince}; this is the earliest possible date until it goes on.`,
  };
}

function amount(count: number, unit: ClockUnit): string {
  return `${count} ${count === 1 ? UNITS[unit].one : UNITS[unit].many}`;
}
