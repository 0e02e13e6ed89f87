import type { AgencyCode, AgencyRole } from '#domain/agencies/agency-code.ts';
import type { Bilingual } from '#domain/catalogue/clock-rule.ts';

/** An agency as the register knows it; how it is reached is its connector's business. */
export interface Agency {
  readonly code: AgencyCode;
  readonly name: Bilingual;
  readonly paused: boolean;
}

/** Where an agency plays a role for a division (承办点). */
export interface Office {
  readonly id: string;
  readonly agencyCode: AgencyCode;
  readonly role: AgencyRole;
  readonly divisionCode: string;
  readonly name: Bilingual;
}
