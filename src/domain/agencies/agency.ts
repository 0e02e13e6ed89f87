import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import type { Bilingual } from '#domain/catalogue/clock-rule.ts';

/** An agency as the register knows it; how it is reached is its connector's business. */
export interface Agency {
  readonly code: AgencyCode;
  readonly name: Bilingual;
  readonly paused: boolean;
}
