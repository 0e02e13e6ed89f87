import { describe, expect, it } from 'vitest';
import type { AgencyRole } from '#domain/agencies/agency-code.ts';
import { AGREEMENT_FORCES, AGREEMENT_KINDS } from '#domain/disputes/agreement-kinds.ts';
import { endingRefusalOf, terminationReasonOf } from '#domain/disputes/mediation-ending.ts';
import { TERMINATION_REASONS } from '#domain/disputes/termination-reasons.ts';

const ROLES: readonly AgencyRole[] = [
  'UNION_MEDIATION',
  'COURT_MEDIATION',
  'HR_ARBITRATION',
  'JUDICIAL_CONFIRMATION',
  'COURT_FILING',
  'UNION_AID',
];
const OUTCOMES = ['AGREED', 'FAILED', 'MEDIATED', 'WITHDRAWN', 'CONFIRMED', 'DOCKETED'];
const SETTLED = ['AGREED', 'SELF_SETTLED'];

const MAY_BE_SIGNED = new Set([
  'UNION_MEDIATION AGREED SETTLEMENT',
  'UNION_MEDIATION AGREED MEDIATION_AGREEMENT',
  'UNION_MEDIATION AGREED ORAL_AGREEMENT',
  'COURT_MEDIATION AGREED SETTLEMENT',
  'COURT_MEDIATION AGREED MEDIATION_AGREEMENT',
  'COURT_MEDIATION AGREED ORAL_AGREEMENT',
  'COURT_MEDIATION AGREED COURT_MEDIATION_STATEMENT',
  'HR_ARBITRATION MEDIATED ARBITRATION_MEDIATION_STATEMENT',
  'HR_ARBITRATION MEDIATED ARBITRATION_REVIEWED_STATEMENT',
  'HR_ARBITRATION WITHDRAWN SETTLEMENT',
  'JUDICIAL_CONFIRMATION CONFIRMED JUDICIAL_CONFIRMATION_RULING',
]);

describe('an ending', () => {
  it.each(ROLES.flatMap((role) => OUTCOMES.map((outcome) => [role, outcome] as const)))(
    'of %s with %s has a reason of termination only in keeping with it',
    (role, outcome) => {
      for (const terminationReason of TERMINATION_REASONS) {
        const mediation = role === 'UNION_MEDIATION' || role === 'COURT_MEDIATION';
        const fits = mediation && SETTLED.includes(terminationReason) === (outcome === 'AGREED');

        expect(endingRefusalOf(role, { outcome, terminationReason })).toBe(
          fits ? undefined : 'TERMINATION_REASON_MISMATCH',
        );
      }
    },
  );

  it.each(ROLES.flatMap((role) => OUTCOMES.map((outcome) => [role, outcome] as const)))(
    'of %s with %s is signed only on papers that come of it',
    (role, outcome) => {
      for (const agreementKind of AGREEMENT_KINDS) {
        const fits = MAY_BE_SIGNED.has(`${role} ${outcome} ${agreementKind}`);

        expect(endingRefusalOf(role, { outcome, agreementKind })).toBe(fits ? undefined : 'AGREEMENT_KIND_MISMATCH');
      }
    },
  );

  it('states undisputed facts only of a mediation', () => {
    expect(endingRefusalOf('UNION_MEDIATION', { outcome: 'FAILED', undisputedFacts: '欠薪三个月' })).toBeUndefined();
    expect(endingRefusalOf('HR_ARBITRATION', { outcome: 'MEDIATED', undisputedFacts: '欠薪三个月' })).toBe(
      'FACTS_OF_MEDIATION_ONLY',
    );
  });

  it.each([
    ['UNION_MEDIATION', { outcome: 'AGREED' }, 'AGREED'],
    ['UNION_MEDIATION', { outcome: 'AGREED', terminationReason: 'SELF_SETTLED' }, 'SELF_SETTLED'],
    ['COURT_MEDIATION', { outcome: 'EXPIRED' }, 'EXPIRED'],
    ['COURT_MEDIATION', { outcome: 'FAILED' }, undefined],
    ['HR_ARBITRATION', { outcome: 'EXPIRED' }, undefined],
  ] as const)('of %s as %j has the reason %s without being told', (role, ending, expected) => {
    expect(terminationReasonOf(role, ending)).toBe(expected);
  });
});

describe('the kinds of agreement', () => {
  it.each(AGREEMENT_KINDS)('%s has words, force and law in both languages', (kind) => {
    const { name, force, source } = AGREEMENT_FORCES[kind];

    expect([name.zh, force.zh, source].every((text) => /\p{Script=Han}/u.test(text))).toBe(true);
    expect([name.en, force.en].every((text) => /^[A-Z]/.test(text))).toBe(true);
  });

  it('of a mediator alone cannot be enforced', () => {
    const enforceable = AGREEMENT_KINDS.filter((kind) => AGREEMENT_FORCES[kind].enforceable);

    expect(enforceable).not.toContain('MEDIATION_AGREEMENT');
    expect(enforceable).not.toContain('SETTLEMENT');
    expect(enforceable).toContain('JUDICIAL_CONFIRMATION_RULING');
  });
});
