import type { RowScope } from '#domain/access/row-scope.ts';

/** All of the demonstration city. */
export const CITY: RowScope = { kind: 'DIVISION', divisionCode: '990100', subject: 'test', confidential: 'ALL' };
