export { nextOfficeFor } from './next-office.ts';
export { openPushedCase, paidOn } from './open-pushed-case.ts';
