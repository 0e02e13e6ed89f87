export { applySettlement } from '#usecases/feeds/apply-settlement.ts';
export { importHouseholds } from '#usecases/feeds/import-households.ts';
export { keepLead } from '#usecases/feeds/keep-lead.ts';
export { takeDelegation } from '#usecases/feeds/take-delegation.ts';
