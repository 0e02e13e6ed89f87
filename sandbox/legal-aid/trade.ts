import { beijingInstant } from '../kit/beijing-time.ts';
import type { Trade } from '../kit/office.ts';
import { isOver } from './scenarios.ts';

export const legalAidTrade: Trade = {
  received: '已登记',
  recalled: '已撤回',
  supplemented: '已补充',
  isOver,
  describe: (_status, details) => details,
  webhookBody: (answer, matter) =>
    JSON.stringify({
      type: 'application.progress',
      idempotencyKey: matter.key,
      referralNo: matter.referralId,
      applicationNo: matter.intakeNumber,
      seq: answer.sequence,
      status: answer.status,
      reason: answer.details['reason'] ?? null,
      assignee: answer.details['assignee'] ?? null,
      remark: answer.details['remark'] ?? null,
      occurredAt: beijingInstant(new Date(answer.at)),
    }),
};
