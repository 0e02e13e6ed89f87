export { changeReferral, type ReferralInput, type ReferralResult } from '#usecases/referrals/change-referral.ts';
export { applyReply } from '#usecases/referrals/apply-reply.ts';
