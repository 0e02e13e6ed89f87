import type { AgencyCode, AgencyRole } from '#domain/agencies/agency-code.ts';
import type { Bilingual } from '#domain/catalogue/clock-rule.ts';
import type { AgreementKind } from '#domain/disputes/agreement-kinds.ts';
import type { TerminationReason } from '#domain/disputes/termination-reasons.ts';
import type { LocalDate } from '#domain/referrals/local-date.ts';

/**
 * 移交材料: what the next agency gets of the steps before it. Facts of procedure and what both parties stated to be so;
 * nothing that was said in mediation, for that may be held against nobody later (人民法院在线调解规则 art. 18, 22).
 */
export interface HandOver {
  readonly acceptanceNo: string;
  readonly steps: readonly HandedOverStep[];
}

export interface HandedOverStep {
  readonly name: Bilingual;
  readonly agencyCode: AgencyCode;
  readonly role: AgencyRole;
  readonly agencyReference?: string | undefined;
  readonly outcome: string;
  readonly outcomeName: Bilingual;
  readonly terminationReason?: TerminationReason | undefined;
  readonly agreementKind?: AgreementKind | undefined;
  readonly acceptedOn?: LocalDate | undefined;
  readonly endedOn: LocalDate;
  readonly undisputedFacts?: string | undefined;
}
