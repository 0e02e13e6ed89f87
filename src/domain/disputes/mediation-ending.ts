import type { AgencyRole } from '#domain/agencies/agency-code.ts';
import type { AgreementKind } from '#domain/disputes/agreement-kinds.ts';
import { SETTLED_REASONS, type TerminationReason } from '#domain/disputes/termination-reasons.ts';

/** Whose process is mediation, with what that brings: reasons of termination, mediators, privileged notes. */
const MEDIATION_ROLES: readonly AgencyRole[] = ['UNION_MEDIATION', 'COURT_MEDIATION'];

export function isMediation(role: AgencyRole): boolean {
  return MEDIATION_ROLES.includes(role);
}

const MEDIATORS_AGREEMENTS = ['SETTLEMENT', 'MEDIATION_AGREEMENT', 'ORAL_AGREEMENT'] as const;

/** The papers that each outcome of a role can end in, after the sources in agreement-kinds.ts. */
const AGREEMENTS: Readonly<Partial<Record<AgencyRole, Readonly<Partial<Record<string, readonly AgreementKind[]>>>>>> = {
  UNION_MEDIATION: { AGREED: MEDIATORS_AGREEMENTS },
  COURT_MEDIATION: { AGREED: [...MEDIATORS_AGREEMENTS, 'COURT_MEDIATION_STATEMENT'] },
  HR_ARBITRATION: {
    MEDIATED: ['ARBITRATION_MEDIATION_STATEMENT', 'ARBITRATION_REVIEWED_STATEMENT'],
    // The parties settled by themselves and the application was withdrawn (劳动争议调解仲裁法 art. 41).
    WITHDRAWN: ['SETTLEMENT'],
  },
  JUDICIAL_CONFIRMATION: { CONFIRMED: ['JUDICIAL_CONFIRMATION_RULING'] },
};

export interface Ending {
  readonly outcome?: string | undefined;
  readonly terminationReason?: TerminationReason | undefined;
  readonly agreementKind?: AgreementKind | undefined;
  readonly undisputedFacts?: string | undefined;
}

/** TERMINATION_REASON_MISMATCH: against the outcome, or not a mediation. AGREEMENT_KIND_MISMATCH: no such paper comes of it. */
export type EndingRefusal = 'TERMINATION_REASON_MISMATCH' | 'AGREEMENT_KIND_MISMATCH' | 'FACTS_OF_MEDIATION_ONLY';

/** Names what in an ending contradicts its outcome; undefined when it is of one piece. */
export function endingRefusalOf(role: AgencyRole, ending: Ending): EndingRefusal | undefined {
  const { outcome = '', terminationReason, agreementKind, undisputedFacts } = ending;
  if (terminationReason) {
    const settled = SETTLED_REASONS.includes(terminationReason);
    if (!isMediation(role) || settled !== (outcome === 'AGREED')) return 'TERMINATION_REASON_MISMATCH';
  }
  if (agreementKind && !AGREEMENTS[role]?.[outcome]?.includes(agreementKind)) return 'AGREEMENT_KIND_MISMATCH';
  return undisputedFacts && !isMediation(role) ? 'FACTS_OF_MEDIATION_ONLY' : undefined;
}

/** The reason an ending has without saying it: an agreement, or time that ran out. */
export function terminationReasonOf(role: AgencyRole, ending: Ending): TerminationReason | undefined {
  if (ending.terminationReason || !isMediation(role)) return ending.terminationReason;
  if (ending.outcome === 'AGREED') return 'AGREED';
  return ending.outcome === 'EXPIRED' ? 'EXPIRED' : undefined;
}
