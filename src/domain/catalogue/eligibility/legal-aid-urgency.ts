import type { Finding } from '#domain/catalogue/eligibility/finding.ts';
import { daysBetween, type LocalDate, parseLocalDate } from '#domain/referrals/local-date.ts';

export const URGENCY_VALUES = ['urgent', 'daysLeft'] as const;

const URGENT_BELOW_DAYS = 7;

/**
 * 法律援助法 art. 44: fewer than seven days to a limitation or time limit, and aid is given first and examined after.
 * A limit that seems to have passed is as urgent: it may have been interrupted, and somebody has to look today.
 */
export function isUrgent(limitationOn: LocalDate, today: LocalDate): boolean {
  return daysBetween(today, limitationOn) < URGENT_BELOW_DAYS;
}

/** `limitationOn` on the form is the last day of the limitation or time limit (时效、期限届满日). */
export function legalAidUrgency(form: Readonly<Record<string, unknown>>, today: LocalDate): Finding {
  const text = form['limitationOn'];
  const limitation = typeof text === 'string' ? parseLocalDate(text) : undefined;
  if (!limitation?.ok) {
    return {
      values: {},
      reasons: [
        {
          rule: 'LEGAL_AID_URGENT',
          holds: false,
          zh: '没有填写时效或者期限届满日，无法判断是否先行提供法律援助',
          en: 'Without the last day of the limitation it cannot be told whether aid comes first',
        },
      ],
    };
  }
  const urgent = isUrgent(limitation.value, today);
  const daysLeft = daysBetween(today, limitation.value);
  const what = whatFollows(daysLeft, urgent);
  return {
    values: { urgent, daysLeft },
    reasons: [
      {
        rule: 'LEGAL_AID_URGENT',
        holds: urgent,
        zh: `${what.zh}（届满日 ${limitation.value}；法律援助法第四十四条：不足七日）`,
        en: `${what.en} (limit on ${limitation.value}; Legal Aid Law art. 44: fewer than seven days)`,
      },
    ],
  };
}

function whatFollows(daysLeft: number, urgent: boolean): { zh: string; en: string } {
  if (daysLeft < 0) {
    return {
      zh: `届满日已过 ${-daysLeft} 日，请当天核实时效是否中断、中止`,
      en: `The limit passed ${-daysLeft} days ago; find out today whether it was interrupted or suspended`,
    };
  }
  return urgent
    ? {
        zh: `距届满还有 ${daysLeft} 日，可以决定先行提供法律援助`,
        en: `${daysLeft} days are left; aid may be given before the examination`,
      }
    : {
        zh: `距届满还有 ${daysLeft} 日，按一般程序审查`,
        en: `${daysLeft} days are left; the ordinary examination applies`,
      };
}
