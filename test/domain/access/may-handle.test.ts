import { describe, expect, it } from 'vitest';
import { mayHandle } from '#domain/access/may-handle.ts';
import { VIEWER_ROLES } from '#domain/access/viewer.ts';
import { AGENCY_ROLES } from '#domain/agencies/agency-code.ts';
import type { Referral } from '#domain/referrals/referral.ts';
import { at, openStory } from '../../support/factories/case-drafts.ts';
import { DISPUTE } from '../../support/factories/service-items.ts';
import { actingFor, makeViewer } from './viewers.ts';

/** Lies with `agency-mediation`, in the role UNION_MEDIATION. */
const REFERRAL: Referral = at(openStory(DISPUTE), 'mediation');

describe('a referral', () => {
  it.each(AGENCY_ROLES)(
    'sent for mediation is answered by whoever acts for that agency as %s only if that is mediation',
    (role) => {
      expect(mayHandle(makeViewer('MEDIATOR', actingFor('agency-mediation', role)), REFERRAL)).toBe(
        role === 'UNION_MEDIATION',
      );
    },
  );

  it.each([
    ['one role of several', actingFor('agency-mediation', 'LEGAL_AID', 'UNION_MEDIATION'), true],
    ['another agency in the same role', actingFor('agency-arbitration', 'UNION_MEDIATION'), false],
    ['the agency in no role', actingFor('agency-mediation'), false],
    ['no agency', {}, false],
  ])('is answered by whoever acts for %s: %s', (_what, acts, expected) => {
    expect(mayHandle(makeViewer('AGENCY', acts), REFERRAL)).toBe(expected);
  });

  it.each(VIEWER_ROLES)('is not answered by %s on the strength of the role alone', (role) => {
    expect(mayHandle(makeViewer(role, { personId: 'person-1' }), REFERRAL)).toBe(false);
  });
});
