import type { PartnerKeyScope } from '#domain/access/key-scopes.ts';
import type { AgencyCode, AgencyRole } from '#domain/agencies/agency-code.ts';

/** 窗口 · 调解员 · 乡镇街道 · 督导 · 职工 · 运维 · 审计 · 承办单位 · 无范围的对接密钥 */
export const VIEWER_ROLES = [
  'WINDOW',
  'MEDIATOR',
  'TOWNSHIP',
  'SUPERVISOR',
  'WORKER',
  'OPERATOR',
  'AUDITOR',
  'AGENCY',
  'PARTNER',
] as const;
export type ViewerRole = (typeof VIEWER_ROLES)[number];

/** Whoever is asking, as the verified token says. Nothing in it comes from the request's body. */
export interface Viewer {
  /** Stable id of the person or system; written as the actor of what it does. */
  readonly subject: string;
  readonly role: ViewerRole;
  readonly name: string;
  /** The division whose rows a union viewer works on. */
  readonly divisionCode: string;
  /** The agency it acts for, and in which of that agency's roles. */
  readonly actsFor?: { readonly agencyCode: AgencyCode; readonly roles: readonly AgencyRole[] } | undefined;
  /** For a worker: the entry in the register. */
  readonly personId?: string | undefined;
  /** Present of who came with a partner key (对接密钥): may do what its role may and one of its scopes opens. */
  readonly partnerKey?: { readonly id: string; readonly scopes: readonly PartnerKeyScope[] } | undefined;
}
