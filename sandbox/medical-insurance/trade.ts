import { beijingTime } from '../kit/beijing-time.ts';
import type { Trade } from '../kit/office.ts';
import { written } from './envelope.ts';
import { isOver } from './scenarios.ts';

export const medicalInsuranceTrade: Trade = {
  received: '已接收',
  recalled: '已撤销',
  supplemented: '补充材料已接收',
  isOver,
  describe: (status, details) => (status === '办结' ? { rslt: '予以救助', ...details } : details),
  webhookBody: (answer, matter) =>
    written('YZ91', `${matter.intakeNumber}-${answer.sequence}`, new Date(answer.at), {
      referral_no: matter.referralId,
      accept_no: matter.intakeNumber,
      seq: String(answer.sequence),
      stas: answer.status,
      rslt: answer.details['rslt'] ?? '',
      rea: answer.details['rea'] ?? null,
      opt_time: beijingTime(new Date(answer.at)),
    }),
};
