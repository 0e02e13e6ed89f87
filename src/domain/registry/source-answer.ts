import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import type { Bilingual } from '#domain/catalogue/clock-rule.ts';
import type { AssistanceRecord } from '#domain/registry/assistance-record.ts';
import type { Docket } from '#domain/registry/docket.ts';
import type { InsuranceEnrolment } from '#domain/registry/insurance-enrolment.ts';

/** 实时 · 过期 · 不可用 · 无权查看 · 未授权 · 查无记录 */
export const SOURCE_STATUSES = ['FRESH', 'STALE', 'UNAVAILABLE', 'DENIED', 'NO_CONSENT', 'NOT_FOUND'] as const;
export type SourceStatus = (typeof SOURCE_STATUSES)[number];

/**
 * The envelope around everything another agency supplies: what it said, as of when, and if not live, why.
 * `answer` is present for FRESH and STALE only. Ineligibility is never decided on STALE.
 */
export interface SourceAnswer<Answer> {
  readonly status: SourceStatus;
  readonly agencyCode: AgencyCode;
  readonly asOf?: Date | undefined;
  readonly answer?: Answer | undefined;
  readonly notice?: Bilingual | undefined;
}

export type DocketsSourceAnswer = SourceAnswer<readonly Docket[]>;
export type InsuranceSourceAnswer = SourceAnswer<readonly InsuranceEnrolment[]>;
export type AssistanceSourceAnswer = SourceAnswer<readonly AssistanceRecord[]>;
