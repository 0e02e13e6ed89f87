import { agencyCode } from '#domain/agencies/agency-code.ts';
import type { SendOutcome } from '#domain/agencies/send-outcome.ts';
import { applyReferralEvent, type ReferralChange } from '#domain/cases/apply-referral-event.ts';
import { type CaseDraft, latestReferral, type ProgressContext } from '#domain/cases/case-draft.ts';
import { expireDeadline } from '#domain/cases/expire-deadline.ts';
import { openCase } from '#domain/cases/open-case.ts';
import type { NextOffice } from '#domain/cases/resend-referral.ts';
import { type FinishedDelivery, settleDelivery } from '#domain/cases/settle-delivery.ts';
import type { ServiceItem } from '#domain/catalogue/service-item.ts';
import { buildCalendar } from '#domain/referrals/calendar.ts';
import type { Deadline } from '#domain/referrals/clock.ts';
import { addDays, localDate, localDateOf, startOfLocalDay } from '#domain/referrals/local-date.ts';
import type { Effect, Referral } from '#domain/referrals/referral.ts';

/** 2026-09-01, a Tuesday; the only holiday is 1 to 7 October. */
const OPENED_ON = localDate('2026-09-01');

const calendar = buildCalendar([
  {
    region: 'CN',
    name: { zh: '测试日历', en: 'a calendar for tests' },
    divisionPrefixes: [''],
    coveredThrough: localDate('2040-12-31'),
    years: Array.from({ length: 15 }, (_, index) => ({
      year: 2026 + index,
      notice: `notice of ${2026 + index}`,
      confidence: 'CONFIRMED',
      days: Array.from({ length: 7 }, (_day, day) => ({
        date: addDays(localDate(`${2026 + index}-10-01`), day),
        kind: 'OFF',
        festival: { zh: '国庆节', en: 'National Day' },
      })),
    })),
  },
]);

/** An open case, the time, and who acts: what the rules are asked with. */
export interface Story {
  readonly draft: CaseDraft;
  context(): ProgressContext;
  passDays(days: number): void;
  /** The time at which the clock runs out. */
  waitFor(clock: Deadline): void;
}

/** Plans every step with an office of its own, but for those it does not need, and opens the case at noon. */
export function openStory(item: ServiceItem, notNeeded: readonly string[] = []): Story {
  let now = new Date(startOfLocalDay(OPENED_ON).getTime() + 12 * 3_600_000);
  let ids = 0;
  const context = (): ProgressContext => ({ now, calendar, newId: () => `id-${++ids}`, actor: 'test' });
  const rulesOf = (keys: readonly string[]) =>
    keys.map((key) => {
      const rule = item.clocks[key];
      if (!rule) throw new RangeError(`the item has no clock ${key}`);
      return rule;
    });
  const draft = openCase(
    {
      id: 'case-1',
      acceptanceNo: 'YM990100-2026-000001-0',
      serviceItemVersionId: 'version-1',
      serviceItemCode: item.code,
      applicantId: 'person-1',
      channel: 'WINDOW',
      confidential: false,
      divisionCode: '990100',
      form: {},
      plan: {
        eligibility: [],
        passports: [],
        materials: [],
        omitted: notNeeded.map((key) => ({ key, reason: { rule: 'NEEDED', holds: false, zh: '不需要', en: 'not' } })),
        steps: item.steps
          .filter((step) => !notNeeded.includes(step.key))
          .map((step) => ({
            key: step.key,
            officeId: `office-${step.key}`,
            agencyCode: agencyCode(`agency-${step.key}`),
            reasons: [],
            clocks: rulesOf(step.clocks),
          })),
        caseClocks: rulesOf(item.caseClocks),
      },
      openedBy: 'test',
    },
    item,
    context(),
  );
  return {
    draft,
    context,
    passDays: (days) => {
      now = new Date(now.getTime() + days * 86_400_000);
    },
    waitFor: ({ computation }) => {
      now = new Date(Math.max(now.getTime(), computation.dueAt.getTime()));
    },
  };
}

/** The referral its step stands on now. */
export function at({ draft }: Story, step: string): Referral {
  const referral = latestReferral(draft, step);
  if (!referral) throw new RangeError(`the step ${step} has not begun`);
  return referral;
}

/** What the agency of a step says, at whatever its referral stands on now. */
export function says(
  story: Story,
  step: string,
  event: ReferralChange['event'],
  more: Omit<ReferralChange, 'event'> = {},
) {
  return applyReferralEvent(story.draft, at(story, step).id, { event, ...more }, story.context());
}

/** One attempt that ended: the next effect of the step in its order. */
export function delivers(story: Story, step: string, delivery: FinishedDelivery = { kind: 'DELIVERED' }): Effect {
  const effect = nextEffect(story.draft, at(story, step).id);
  if (!effect) throw new RangeError(`nothing of ${step} waits for delivery`);
  const claimed = attempted(story.draft, effect, effect.unclear);
  settleDelivery(story.draft, claimed, delivery, story.context());
  return effectsOf(story, step).find(({ id }) => id === effect.id) ?? effect;
}

/** One attempt that did not end: it will be tried again. */
export function failsToDeliver(
  story: Story,
  step: string,
  kind: Extract<SendOutcome['kind'], 'RETRY' | 'UNKNOWN'>,
): void {
  const effect = nextEffect(story.draft, at(story, step).id);
  if (!effect) throw new RangeError(`nothing of ${step} waits for delivery`);
  attempted(story.draft, effect, effect.unclear || kind === 'UNKNOWN');
}

/** The effect that may be sent now: pending, and everything before it finished. */
export function nextEffect(draft: CaseDraft, referralId: string): Effect | undefined {
  const inOrder = draft.effects
    .filter((effect) => effect.referralId === referralId)
    .toSorted((a, b) => a.position - b.position);
  const first = inOrder.find(({ status }) => status === 'PENDING' || status === 'IN_DOUBT' || status === 'STOPPED');
  return first?.status === 'PENDING' ? first : undefined;
}

/** As the claim of an attempt leaves it in the store. */
export function attempted(draft: CaseDraft, effect: Effect, unclear: boolean): Effect {
  const claimed = { ...effect, attempts: effect.attempts + 1, unclear };
  draft.effects = draft.effects.map((other) => (other.id === effect.id ? claimed : other));
  return claimed;
}

export function clockOf(story: Story, step: string | undefined, key: string): Deadline {
  const referralId = step && at(story, step).id;
  const clock = story.draft.deadlines.findLast((each) => each.referralId === referralId && each.rule.key === key);
  if (!clock) throw new RangeError(`no clock ${key} was started`);
  return clock;
}

/** Waits until a clock has run out and performs what follows. */
export function runsOut(story: Story, step: string | undefined, key: string): boolean {
  const clock = clockOf(story, step, key);
  story.waitFor(clock);
  return expireDeadline(story.draft, clock.id, story.context());
}

/** `HANDOVER: MET` … of the referral a step stands on, or of the case. */
export function clocksOf(story: Story, step?: string): Readonly<Record<string, string>> {
  const referralId = step && at(story, step).id;
  const own = story.draft.deadlines.filter((clock) => clock.referralId === referralId);
  return Object.fromEntries(own.map((clock) => [clock.rule.key, clock.status]));
}

/** Of the referral a step stands on, in their order. */
export function effectsOf(story: Story, step: string): readonly Effect[] {
  return story.draft.effects.filter((effect) => effect.referralId === at(story, step).id);
}

/** `DISPATCH DELIVERED` … of the referral a step stands on, in their order. */
export function sendings(story: Story, step: string): readonly string[] {
  return effectsOf(story, step).map(({ kind, status }) => `${kind} ${status}`);
}

/** Another office for a step of the story. */
export function otherOffice({ draft }: Story, step: string, office: string): NextOffice {
  const clocks = draft.case.plan.steps.find(({ key }) => key === step)?.clocks ?? [];
  return { officeId: office, agencyCode: agencyCode(office), clocks };
}

/** The types of everything recorded so far. */
export function timeline({ draft }: Story): readonly string[] {
  return draft.events.map(({ type }) => type);
}

export function today(story: Story): string {
  return localDateOf(story.context().now);
}
