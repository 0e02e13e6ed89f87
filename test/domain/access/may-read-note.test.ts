import { describe, expect, it } from 'vitest';
import { mayReadNote } from '#domain/access/may-read-note.ts';
import { agencyCode, type AgencyRole } from '#domain/agencies/agency-code.ts';
import type { Referral } from '#domain/referrals/referral.ts';
import { actingFor, makeViewer } from './viewers.ts';

function referral(id: string, agency: string, role: AgencyRole): Referral {
  return { id, agencyCode: agencyCode(agency), role } as Referral;
}

const UNION = referral('union-mediation', 'union', 'UNION_MEDIATION');
const COURT = referral('court-mediation', 'court', 'COURT_MEDIATION');
const FILING = referral('filing', 'court', 'COURT_FILING');
const ARBITRATION = referral('arbitration', 'hr-bureau', 'HR_ARBITRATION');

describe('a note of a mediation', () => {
  it.each(['WINDOW', 'SUPERVISOR', 'WORKER'] as const)('is read by %s', (role) => {
    expect(mayReadNote(makeViewer(role), UNION.id, [UNION])).toBe(true);
  });

  it('is read by the mediator it lies with', () => {
    expect(mayReadNote(makeViewer('MEDIATOR', actingFor('union', 'UNION_MEDIATION')), UNION.id, [UNION])).toBe(true);
  });

  it('is not read by the arbitrator or the court that come after', () => {
    const arbitrator = makeViewer('AGENCY', actingFor('hr-bureau', 'HR_ARBITRATION'));
    const judge = makeViewer('AGENCY', actingFor('court', 'COURT_FILING'));

    expect(mayReadNote(arbitrator, UNION.id, [ARBITRATION])).toBe(false);
    expect(mayReadNote(judge, UNION.id, [UNION, FILING])).toBe(false);
  });

  it('is hidden from a court that mediated, once it handles the filing of the same case', () => {
    const court = makeViewer('AGENCY', actingFor('court', 'COURT_MEDIATION', 'COURT_FILING'));

    expect(mayReadNote(court, COURT.id, [COURT])).toBe(true);
    expect(mayReadNote(court, COURT.id, [COURT, FILING])).toBe(false);
    expect(mayReadNote(court, FILING.id, [COURT, FILING])).toBe(true);
  });

  it.each(['OPERATOR', 'AUDITOR', 'PARTNER'] as const)('is not read by %s', (role) => {
    expect(mayReadNote(makeViewer(role), UNION.id, [UNION])).toBe(false);
    expect(mayReadNote(makeViewer(role), undefined, [UNION])).toBe(false);
  });
});

describe('any other note', () => {
  it('is read by whoever handles the referral it is about', () => {
    const arbitrator = makeViewer('AGENCY', actingFor('hr-bureau', 'HR_ARBITRATION'));

    expect(mayReadNote(arbitrator, ARBITRATION.id, [ARBITRATION])).toBe(true);
    expect(mayReadNote(arbitrator, FILING.id, [ARBITRATION, FILING])).toBe(false);
  });
});
