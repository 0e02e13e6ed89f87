import type { CasePlan, CaseStatus, PlannedStep } from '#domain/cases/case.ts';
import type { ServiceItem, ServiceItemStep } from '#domain/catalogue/service-item.ts';
import { isReferralOver } from '#domain/referrals/referral-transitions.ts';
import type { Referral } from '#domain/referrals/referral.ts';

/** 未到 · 进行中 · 已完成 · 不再需要 */
export type StepStatus = 'WAITING' | 'ACTIVE' | 'DONE' | 'SKIPPED';

/** A step of the plan and how far it is; derived from its referrals, never stored. */
export interface StepProgress {
  readonly step: ServiceItemStep;
  readonly planned: PlannedStep;
  /** Whether its agency leads (牵头). */
  readonly leads: boolean;
  readonly status: StepStatus;
  readonly outcome?: string | undefined;
}

export function stepProgress(
  item: ServiceItem,
  { steps, lead }: Pick<CasePlan, 'steps' | 'lead'>,
  referrals: readonly Referral[],
  caseStatus: CaseStatus,
): readonly StepProgress[] {
  return item.steps.flatMap((step) => {
    const planned = steps.find((candidate) => candidate.key === step.key);
    if (!planned) return [];
    const latest = referrals
      .filter((referral) => referral.stepKey === step.key)
      .toSorted((a, b) => b.round - a.round)[0];
    return [
      { step, planned, leads: step.key === lead, status: statusOf(latest, caseStatus), outcome: latest?.outcome },
    ];
  });
}

function statusOf(latest: Referral | undefined, caseStatus: CaseStatus): StepStatus {
  const planIsOver = caseStatus !== 'IN_PROGRESS' && caseStatus !== 'NEEDS_ATTENTION';
  if (!latest) return planIsOver ? 'SKIPPED' : 'WAITING';
  if (latest.outcome && isReferralOver(latest.status)) return 'DONE';
  return planIsOver ? 'SKIPPED' : 'ACTIVE';
}
