import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import type { Bilingual } from '#domain/catalogue/clock-rule.ts';
import type { LocalDate } from '#domain/referrals/local-date.ts';

/** Cases accepted in a period, and where they stand now. */
export interface CaseClosure {
  readonly accepted: number;
  readonly closed: number;
  readonly withdrawn: number;
  readonly open: number;
  readonly needsAttention: number;
  /** Neither a clock nor a place on the attention list: must be 0. */
  readonly withoutClock: number;
}

/** Their referrals to one agency, of applicants of one county. */
export interface AgencyClosure {
  readonly agencyCode: AgencyCode;
  readonly divisionCode: string;
  readonly referrals: number;
  readonly delivered: number;
  readonly received: number;
  readonly answered: number;
  readonly ended: number;
  readonly endedLate: number;
  readonly open: number;
  readonly overdue: number;
  readonly returned: number;
  readonly inDoubt: number;
  /** Open, without a clock of their own or of the case, and nobody is told to look: must be 0. */
  readonly withoutClock: number;
}

export interface LoopClosure {
  readonly divisionCode: string;
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly asOf: Date;
  readonly definition: Bilingual;
  readonly cases: CaseClosure;
  readonly agencies: readonly AgencyClosure[];
}

export const LOOP_CLOSURE_DEFINITION: Bilingual = {
  zh: '以期间内（北京时间）受理的办件为准，按申请人所在县级区划计一次；各数为统计时刻的情况。补办再次转办的，每次各计一件。超期指任一时限到期前未完成，包括只作提示的时限。比例不作平均，只用件数合计后计算。',
  en: 'Cases accepted in the period, by days in Beijing, counted once in the county of the applicant, as they stand now. A step that was sent again counts each time. Late means that any clock ran out, those that only inform included. Shares are never averaged: counts are added and divided once.',
};

export interface LoopClosureStore {
  cases(question: LoopClosureQuestion): Promise<CaseClosure>;
  /** By agency and county, in that order. */
  agencies(question: LoopClosureQuestion): Promise<readonly AgencyClosure[]>;
}

export interface LoopClosureQuestion {
  /** And those below it. */
  readonly divisionCode: string;
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly now: Date;
}
