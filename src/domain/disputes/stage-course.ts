import type { AgencyRole } from '#domain/agencies/agency-code.ts';
import type { Bilingual } from '#domain/catalogue/clock-rule.ts';
import {
  ARBITRATION_EVENTS,
  ARBITRATION_STAGE_NAMES,
  ARBITRATION_TRANSITIONS,
} from '#domain/disputes/arbitration-stages.ts';
import {
  COURT_MEDIATION_EVENTS,
  COURT_MEDIATION_STAGE_NAMES,
  COURT_MEDIATION_TRANSITIONS,
} from '#domain/disputes/court-mediation-stages.ts';
import type { DisputeStage, StageEvent } from '#domain/disputes/dispute-stage.ts';
import type { ReferralEvent } from '#domain/referrals/referral-transitions.ts';

/** The course of stages that a referral of one role takes. */
interface StageCourse {
  readonly first: DisputeStage;
  readonly events: readonly StageEvent[];
  readonly transitions: Readonly<Partial<Record<DisputeStage, Partial<Record<StageEvent, DisputeStage>>>>>;
  readonly names: Readonly<Partial<Record<DisputeStage, Bilingual>>>;
  /** What a stage says about the referral itself, where it says anything. */
  readonly implies: Readonly<Partial<Record<StageEvent, ReferralEvent>>>;
  /** What an event of the referral says about the stage. */
  readonly follows: Readonly<Partial<Record<ReferralEvent, StageEvent>>>;
  /** The stage an outcome of the plan stands for; `otherwise` for any other. */
  readonly outcomes: Readonly<Partial<Record<string, StageEvent>>>;
  readonly otherwise: StageEvent;
}

const MEDIATION: Omit<StageCourse, 'first'> = {
  events: COURT_MEDIATION_EVENTS,
  transitions: COURT_MEDIATION_TRANSITIONS,
  names: COURT_MEDIATION_STAGE_NAMES,
  implies: { ACCEPT: 'ACCEPT', CONTACT_OTHER_PARTY: 'START', BEGIN: 'START', EXTEND: 'START' },
  follows: { ACCEPT: 'ACCEPT', START: 'BEGIN', RETURN: 'RETURN', REFUSE: 'RETURN' },
  outcomes: { AGREED: 'AGREE' },
  otherwise: 'TERMINATE',
};

const ARBITRATION: StageCourse = {
  first: 'RECEIVED',
  events: ARBITRATION_EVENTS,
  transitions: ARBITRATION_TRANSITIONS,
  names: ARBITRATION_STAGE_NAMES,
  implies: {
    ACCEPT: 'ACCEPT',
    FORM_TRIBUNAL: 'START',
    MEDIATE_FIRST: 'START',
    HEAR: 'START',
    SUSPEND: 'START',
    RESUME: 'START',
    EXTEND: 'START',
  },
  follows: { ACCEPT: 'ACCEPT', REFUSE: 'NOT_ACCEPT' },
  outcomes: {
    AWARDED_FINAL: 'AWARD_FINAL',
    AWARDED_NON_FINAL: 'AWARD_NON_FINAL',
    MEDIATED: 'SETTLE',
    WITHDRAWN: 'WITHDRAW',
  },
  otherwise: 'LAPSE',
};

const COURSES: Readonly<Partial<Record<AgencyRole, StageCourse>>> = {
  // The union's own organisation has the matter as soon as it lies in its worklist.
  UNION_MEDIATION: { first: 'DELEGATED', ...MEDIATION },
  COURT_MEDIATION: { first: 'SUBMITTED', ...MEDIATION },
  HR_ARBITRATION: ARBITRATION,
};

/** Undefined for a role whose matters have no stages. */
export function courseOf(role: AgencyRole): StageCourse | undefined {
  return COURSES[role];
}

/** In words, from codes as an event keeps them. */
export function stageName(role: string, stage: string): Bilingual {
  const names = new Map(Object.entries(COURSES)).get(role)?.names ?? {};
  return new Map(Object.entries(names)).get(stage) ?? { zh: stage, en: stage };
}

export interface StagedReferral {
  readonly role: AgencyRole;
  readonly stage?: DisputeStage | undefined;
}

/** Where it stands: what was reported last, or where its course begins. */
export function stageOf({ role, stage }: StagedReferral): DisputeStage | undefined {
  return stage ?? courseOf(role)?.first;
}

export function nextStage(referral: StagedReferral, event: StageEvent): DisputeStage | undefined {
  const from = stageOf(referral);
  return from && courseOf(referral.role)?.transitions[from]?.[event];
}

/**
 * STAGE_NOT_OF_ROLE: no such stage in matters of this role. STAGE_NEEDS_OUTCOME: it ends the referral, which takes an
 * outcome and is said by completing, returning or refusing it. STAGE_NOT_NOW: out of place.
 */
export type StageRefusal = 'STAGE_NOT_OF_ROLE' | 'STAGE_NEEDS_OUTCOME' | 'STAGE_NOT_NOW' | 'STAGE_NEEDS_ALL_PARTIES';

/** Names why `event` is refused when it is reported by itself; undefined when it is a transition. */
export function stageRefusalOf(
  referral: StagedReferral,
  event: StageEvent,
  facts: { readonly allPartiesAgree?: boolean | undefined } = {},
): StageRefusal | undefined {
  const course = courseOf(referral.role);
  if (!course?.events.includes(event)) return 'STAGE_NOT_OF_ROLE';
  if (endsReferral(course, event)) return 'STAGE_NEEDS_OUTCOME';
  if (!nextStage(referral, event)) return 'STAGE_NOT_NOW';
  // 在线调解规则 art. 24; an arbitration is extended by its director instead (劳动争议调解仲裁法 art. 43).
  const needsAll = event === 'EXTEND' && course !== ARBITRATION;
  return needsAll && !facts.allPartiesAgree ? 'STAGE_NEEDS_ALL_PARTIES' : undefined;
}

/** What may be reported of it now. */
export function reportableStages(referral: StagedReferral): readonly StageEvent[] {
  const events = courseOf(referral.role)?.events ?? [];
  return events.filter((event) => !stageRefusalOf(referral, event, { allPartiesAgree: true }));
}

function endsReferral(course: StageCourse, event: StageEvent): boolean {
  const endings: readonly (StageEvent | undefined)[] = [
    ...Object.values(course.outcomes),
    course.otherwise,
    course.follows.RETURN,
    course.follows.REFUSE,
  ];
  return endings.includes(event);
}

/**
 * The stage after an event of the referral itself, said without a stage: an acceptance is one, an outcome names the last
 * one. An outcome is the agency's decision and overrules the table; anything else only moves along it.
 */
export function stageAfter(
  referral: StagedReferral,
  event: ReferralEvent,
  outcome: string | undefined,
): DisputeStage | undefined {
  const course = courseOf(referral.role);
  if (!course) return undefined;
  const ended = outcome !== undefined && event !== 'REFUSE';
  const follows = ended ? (course.outcomes[outcome] ?? course.otherwise) : course.follows[event];
  if (!follows) return referral.stage;
  if (!ended && event !== 'RETURN' && event !== 'REFUSE') return nextStage(referral, follows) ?? referral.stage;
  return lastStage(course, follows) ?? referral.stage;
}

/** Where an ending leads, from wherever it leads there. */
function lastStage(course: StageCourse, ending: StageEvent): DisputeStage | undefined {
  return Object.values(course.transitions)
    .map((moves) => moves?.[ending])
    .find((stage) => stage !== undefined);
}
