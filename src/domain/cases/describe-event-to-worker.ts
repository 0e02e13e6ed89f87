import type { CaseEvent } from '#domain/cases/case.ts';
import { describeEvent, type EventNames } from '#domain/cases/describe-event.ts';
import type { Bilingual } from '#domain/catalogue/clock-rule.ts';

const FOLLOWED_UP = {
  zh: '办理中遇到情况，工作人员正在跟进',
  en: 'Something came up; a member of staff is following it up',
};

/** What tells staff what to do tells a worker only that it is being done. */
const FOR_WORKERS: ReadonlyMap<string, Bilingual> = new Map([
  ['case.escalated', FOLLOWED_UP],
  ['effect.stopped', FOLLOWED_UP],
  ['effect.refused', FOLLOWED_UP],
  ['referral.delivery-doubted', FOLLOWED_UP],
]);

export function describeEventToWorker(event: CaseEvent, names: EventNames): Bilingual {
  return FOR_WORKERS.get(event.type) ?? describeEvent(event, names);
}
