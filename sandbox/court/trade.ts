import { beijingTime, beijingYear } from '../kit/beijing-time.ts';
import type { Details } from '../kit/entries.ts';
import type { Trade } from '../kit/office.ts';
import type { Matter, Register } from '../kit/register.ts';
import { isOver } from './scenarios.ts';

export const COURT_CODE = '桂9901';
export const COURT_NAME = '青榕区人民法院';

/** Above the numbers of the older dockets in dockets.json. */
const FIRST_DOCKET = 501;

/** 法〔2018〕335号: numbers run per court, type code and year. */
function describe(status: string, details: Details, _matter: Matter, register: Register): Details {
  if (status !== '立案' || details['ah']) return details;
  const start = `（${beijingYear(new Date())}）${COURT_CODE}民初`;
  const docketed = register.answers.filter((answer) => answer.details['ah']?.startsWith(start)).length;
  return { ...details, ah: `${start}${FIRST_DOCKET + docketed}号` };
}

export const courtTrade: Trade = {
  received: '材料已接收',
  isOver,
  describe,
  webhookBody: (answer, matter) =>
    JSON.stringify({
      xxlx: '立案进度',
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
