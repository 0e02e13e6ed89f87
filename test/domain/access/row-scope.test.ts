import { describe, expect, it } from 'vitest';
import { rowScopeOf } from '#domain/access/row-scope.ts';
import { VIEWER_ROLES, type ViewerRole } from '#domain/access/viewer.ts';
import { actingFor, makeViewer } from './viewers.ts';

const NOTHING = { kind: 'NOTHING' };
const BUREAU = actingFor('hr-bureau', 'HR_ARBITRATION');

/** Of a viewer with everything: a division, an agency it acts for and an entry in the register. */
const WITH_EVERYTHING: Readonly<Record<ViewerRole, object>> = {
  WINDOW: { kind: 'DIVISION', divisionCode: '990100', subject: 'test:WINDOW', confidential: 'OWN' },
  SUPERVISOR: { kind: 'DIVISION', divisionCode: '990100', subject: 'test:SUPERVISOR', confidential: 'ALL' },
  OPERATOR: { kind: 'DIVISION', divisionCode: '990100', subject: 'test:OPERATOR', confidential: 'OWN' },
  MEDIATOR: { kind: 'AGENCY', agencyCode: 'hr-bureau', roles: ['HR_ARBITRATION'] },
  TOWNSHIP: { kind: 'AGENCY', agencyCode: 'hr-bureau', roles: ['HR_ARBITRATION'] },
  AGENCY: { kind: 'AGENCY', agencyCode: 'hr-bureau', roles: ['HR_ARBITRATION'] },
  WORKER: { kind: 'PERSON', personId: 'person-1' },
  AUDITOR: NOTHING,
  PARTNER: NOTHING,
};

describe('the rows a viewer may see', () => {
  it.each(VIEWER_ROLES)('as %s are those of its role and no others', (role) => {
    const viewer = makeViewer(role, { ...BUREAU, personId: 'person-1' });

    expect(rowScopeOf(viewer)).toEqual(WITH_EVERYTHING[role]);
  });

  it.each(['MEDIATOR', 'TOWNSHIP', 'AGENCY', 'WORKER', 'AUDITOR', 'PARTNER'] as const)(
    'as %s with nothing but a division are none',
    (role) => {
      expect(rowScopeOf(makeViewer(role))).toEqual(NOTHING);
    },
  );

  it.each(['', '9', '99', '0', '%', '99010', '000000', 'all', '9901*'])(
    'as a window of the division %j are none',
    (divisionCode) => {
      expect(rowScopeOf(makeViewer('WINDOW', { divisionCode }))).toEqual(NOTHING);
    },
  );

  it('as a window are those of its division, whichever way its code is written', () => {
    expect(rowScopeOf(makeViewer('WINDOW', { divisionCode: '990101000000' }))).toEqual({
      kind: 'DIVISION',
      divisionCode: '990101',
      subject: 'test:WINDOW',
      confidential: 'OWN',
    });
  });

  it('as a worker without an entry in the register are none', () => {
    expect(rowScopeOf(makeViewer('WORKER', { personId: '' }))).toEqual(NOTHING);
  });
});
