export { hastenAgency } from '#usecases/agencies/hasten-agency.ts';
