export { importHouseholds } from '#usecases/feeds/import-households.ts';
