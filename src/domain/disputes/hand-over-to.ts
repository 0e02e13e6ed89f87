import type { AgencyRole } from '#domain/agencies/agency-code.ts';
import { type ServiceItem, stepOf } from '#domain/catalogue/service-item.ts';
import type { HandedOverStep, HandOver } from '#domain/disputes/hand-over.ts';
import { localDateOf } from '#domain/referrals/local-date.ts';
import type { Referral } from '#domain/referrals/referral.ts';

/** The steps of a dispute, which take over from one another (劳动争议调解仲裁法 art. 5). */
const DISPUTE_ROLES: readonly AgencyRole[] = [
  'UNION_MEDIATION',
  'COURT_MEDIATION',
  'JUDICIAL_CONFIRMATION',
  'HR_ARBITRATION',
  'COURT_FILING',
];

/**
 * Undefined where no step of the dispute came before. What ended after the referral was drawn up is left out, so that
 * the same effect says the same thing however often it is sent.
 */
export function handOverTo(
  referral: Referral,
  {
    item,
    acceptanceNo,
    referrals,
  }: {
    readonly item: ServiceItem;
    readonly acceptanceNo: string;
    readonly referrals: readonly Referral[];
  },
): HandOver | undefined {
  if (!DISPUTE_ROLES.includes(referral.role)) return undefined;
  const steps = referrals
    .filter((earlier) => earlier.stepKey !== referral.stepKey && DISPUTE_ROLES.includes(earlier.role))
    .flatMap((earlier) => {
      const { outcome, endedAt } = earlier;
      if (!outcome || !endedAt || endedAt > referral.createdAt) return [];
      return [{ endedAt, step: handedOver(item, earlier, outcome, endedAt) }];
    })
    .toSorted((a, b) => a.endedAt.getTime() - b.endedAt.getTime())
    .map(({ step }) => step);
  return steps.length > 0 ? { acceptanceNo, steps } : undefined;
}

function handedOver(item: ServiceItem, referral: Referral, outcome: string, endedAt: Date): HandedOverStep {
  const step = stepOf(item, referral.stepKey);
  return {
    name: step.name,
    agencyCode: referral.agencyCode,
    role: referral.role,
    agencyReference: referral.agencyReference,
    outcome,
    outcomeName: step.outcomes[outcome]?.name ?? { zh: outcome, en: outcome },
    terminationReason: referral.terminationReason,
    agreementKind: referral.agreementKind,
    acceptedOn: referral.acceptedAt && localDateOf(referral.acceptedAt),
    endedOn: localDateOf(endedAt),
    undisputedFacts: referral.undisputedFacts,
  };
}
