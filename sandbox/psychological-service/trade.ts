import { beijingInstant } from '../kit/beijing-time.ts';
import type { Trade } from '../kit/office.ts';
import { isOver, STATE_TEXTS } from './scenarios.ts';

export const psychologicalServiceTrade: Trade = {
  received: 'NEW',
  recalled: 'CANCELLED',
  supplemented: 'NEW',
  isOver,
  describe: (_status, details) => details,
  webhookBody: (answer, matter) =>
    JSON.stringify({
      topic: 'ticket.state',
      serial: answer.sequence,
      at: beijingInstant(new Date(answer.at)),
      ticket: {
        no: matter.intakeNumber,
        caseRef: matter.referralId,
        externalKey: matter.key,
        state: answer.status,
        stateText: STATE_TEXTS[answer.status] ?? '',
      },
      cause: answer.details['cause'] ?? '',
      memo: answer.details['memo'] ?? '',
    }),
};
