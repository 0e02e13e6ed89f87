export { changeReferral, type ReferralInput, type ReferralResult } from '#usecases/referrals/change-referral.ts';
