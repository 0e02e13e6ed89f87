import type { Bilingual } from '#domain/catalogue/clock-rule.ts';
import type { DisputeGroup } from '#domain/disputes/dispute-groups.ts';
import type { MediationOrgKind } from '#domain/disputes/mediation-org-kinds.ts';

/** A place where disputes are mediated (调解室、工作室、站点), kept by one office. */
export interface MediationRoom {
  readonly id: string;
  readonly officeId: string;
  readonly kind: MediationOrgKind;
  readonly name: Bilingual;
}

/** 律师 · 劳动关系协调师 · 健康工程师（三师） · 工会干部 · 其他 */
export const MEDIATOR_PROFESSIONS = [
  'LAWYER',
  'LABOUR_RELATIONS_COORDINATOR',
  'HEALTH_ENGINEER',
  'UNION_OFFICIAL',
  'OTHER',
] as const;
export type MediatorProfession = (typeof MEDIATOR_PROFESSIONS)[number];

/** 在册 · 暂停 · 除名 */
export const MEDIATOR_STATUSES = ['ACTIVE', 'SUSPENDED', 'REMOVED'] as const;
export type MediatorStatus = (typeof MEDIATOR_STATUSES)[number];

/** A mediator as the published roster has them (人民法院在线调解规则 art. 5). */
export interface Mediator {
  readonly id: string;
  readonly roomId: string;
  /** The office of the room. */
  readonly officeId: string;
  readonly name: string;
  readonly organisation: string;
  readonly professions: readonly MediatorProfession[];
  readonly expertise: readonly DisputeGroup[];
  /** Code of the court on whose roster (名册) of invited mediators they stand. */
  readonly rosterCourt?: string | undefined;
  readonly status: MediatorStatus;
  /** Open referrals assigned to them. */
  readonly load: number;
}
