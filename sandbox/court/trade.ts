import { beijingTime, beijingYear } from '../kit/beijing-time.ts';
import type { Details } from '../kit/entries.ts';
import type { Trade } from '../kit/office.ts';
import type { Matter, Register } from '../kit/register.ts';
import { CONFIRMATION, isOver, MEDIATION } from './scenarios.ts';

export const COURT_CODE = '桂9901';
export const COURT_NAME = '青榕区人民法院';

/** Above the numbers of the older dockets in dockets.json. */
const FIRST_DOCKET = 501;

/** 类型代字 by the status that gives the number. 民特 for confirmations is likely and not confirmed. */
const NUMBERED: Readonly<Record<string, string>> = { 立案: '民初', 已委派: '民诉前调', 裁定确认: '民特' };

/** What a webhook calls itself, by the kind of the matter. */
const TITLES: Readonly<Record<string, string>> = { [MEDIATION]: '调解进度', [CONFIRMATION]: '司法确认进度' };

/** 法〔2018〕335号: numbers run per court, type code and year. */
function describe(status: string, details: Details, _matter: Matter, register: Register): Details {
  const type = NUMBERED[status];
  if (!type || details['ah']) return details;
  const start = `（${beijingYear(new Date())}）${COURT_CODE}${type}`;
  const docketed = register.answers.filter((answer) => answer.details['ah']?.startsWith(start)).length;
  return { ...details, ah: `${start}${FIRST_DOCKET + docketed}号` };
}

export const courtTrade: Trade = {
  received: '材料已接收',
  recalled: '已撤回',
  supplemented: '补正材料已接收',
  isOver,
  describe,
  webhookBody: (answer, matter) =>
    JSON.stringify({
      xxlx: TITLES[matter.subject ?? ''] ?? '立案进度',
      wybs: matter.key,
      zbdh: matter.referralId,
      jsbh: matter.intakeNumber,
      fydm: COURT_CODE,
      xh: answer.sequence,
      ajzt: answer.status,
      // Clerks leave a field out in two ways; which one depends on the form they use for the step.
      ah: answer.details['ah'] ?? (answer.sequence % 2 === 1 ? null : ''),
      yy: answer.details['yy'] ?? (answer.sequence % 2 === 1 ? '' : null),
      bz: answer.details['bz'] ?? null,
      sjsj: beijingTime(new Date(answer.at)),
    }),
};
