import type { ArbitrationEvent, ArbitrationStage } from '#domain/disputes/arbitration-stages.ts';
import type { CourtMediationEvent, CourtMediationStage } from '#domain/disputes/court-mediation-stages.ts';

/** Where a mediation or an arbitration stands; which of the two courses it is, the role of the referral says. */
export type DisputeStage = CourtMediationStage | ArbitrationStage;
export type StageEvent = CourtMediationEvent | ArbitrationEvent;
