import { beijingTime } from '../kit/beijing-time.ts';
import type { Trade } from '../kit/office.ts';
import { isOver } from './scenarios.ts';

export const civilAffairsTrade: Trade = {
  received: '已接收',
  recalled: '已撤销',
  supplemented: '补充材料已接收',
  isOver,
  describe: (status, details) => (status === '核对完成' ? { conclusion: '符合', ...details } : details),
  webhookBody: (answer, matter) =>
    JSON.stringify({
      event: 'CHECK_RESULT',
      data: {
        checkNo: matter.intakeNumber,
        referralNo: matter.referralId,
        outerNo: matter.key,
        seq: answer.sequence,
        state: answer.status,
        conclusion: answer.details['conclusion'] ?? '',
        reason: answer.details['reason'] ?? '',
        ...(answer.details['category'] && { category: answer.details['category'] }),
        finishTime: beijingTime(new Date(answer.at)),
      },
    }),
};
