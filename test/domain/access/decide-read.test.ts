import { describe, expect, it } from 'vitest';
import { decideRead, READ_REFUSALS, type StatedPurpose, type WantedField } from '#domain/access/decide-read.ts';
import { FIELD_CLASSES } from '#domain/access/disclosure.ts';
import { grantOf } from '#domain/access/field-policy.ts';
import { mayHandle } from '#domain/access/may-handle.ts';
import { type PurposeCode, PURPOSES, purposeOf } from '#domain/access/purposes.ts';
import { type Viewer, VIEWER_ROLES } from '#domain/access/viewer.ts';
import { stepOf } from '#domain/catalogue/service-item.ts';
import { at, openStory } from '../../support/factories/case-drafts.ts';
import { DISPUTE } from '../../support/factories/service-items.ts';
import { actingFor, makeViewer } from './viewers.ts';

const PERSON = 'person-1';
const ITEM = {
  ...DISPUTE,
  steps: DISPUTE.steps.map((step) => ({
    ...step,
    discloses: step.key === 'mediation' ? ['applicant.name', 'applicant.phone'] : [],
  })),
};
const mediation = at(openStory(ITEM), 'mediation');
const disclosed = { ...mediation, disclosedAt: new Date('2026-03-02T02:00:00Z') };
const onlyCard = { ...mediation, disclosedAt: undefined };

const CASE = { id: 'case-1', applicantId: PERSON, confidential: false, item: ITEM, referrals: [disclosed] };
const CASES = {
  'no case': undefined,
  'their case': CASE,
  'their case, of which only the card is out': { ...CASE, referrals: [onlyCard] },
  'their confidential case': { ...CASE, confidential: true },
  "another person's case": { ...CASE, applicantId: 'person-2' },
};
const STUDIO = actingFor('agency-mediation', 'UNION_MEDIATION');
const VIEWERS: readonly Viewer[] = VIEWER_ROLES.flatMap((role) => [
  makeViewer(role, { ...STUDIO, personId: PERSON }),
  makeViewer(role, { ...actingFor('elsewhere', 'UNION_MEDIATION'), personId: 'person-2' }),
  makeViewer(role),
]);
const PATHS = ['applicant.name', 'applicant.phone', 'applicant.residentId', undefined];

interface Cell {
  readonly viewer: Viewer;
  readonly purpose: StatedPurpose | undefined;
  readonly wanted: WantedField;
}

const purposes = Object.keys(PURPOSES) as PurposeCode[];
const stated: readonly (StatedPurpose | undefined)[] = [
  undefined,
  ...purposes.flatMap((code) => Object.values(CASES).map((named) => ({ code, case: named }))),
];
const cells: readonly Cell[] = VIEWERS.flatMap((viewer) =>
  stated.flatMap((purpose) =>
    FIELD_CLASSES.flatMap((fieldClass) =>
      PATHS.map((path) => ({ viewer, purpose, wanted: { fieldClass, personId: PERSON, path } })),
    ),
  ),
);
const decided = cells.map((cell) => ({ ...cell, decision: decideRead(cell.viewer, cell.purpose, cell.wanted) }));
const allowed = decided.filter(({ decision }) => decision.allowed);

describe(`who may read a field of a person, in ${cells.length} combinations`, () => {
  it('is decided both ways, and for every reason', () => {
    expect(allowed.length).toBeGreaterThan(500);
    expect(new Set(decided.flatMap(({ decision }) => (decision.allowed ? [] : [decision.refusal])))).toEqual(
      new Set(READ_REFUSALS),
    );
  });

  it('is nobody whose role the table does not name', () => {
    expect(allowed.filter(({ viewer, wanted }) => !grantOf(viewer.role, wanted.fieldClass))).toEqual([]);
  });

  it('is of workers only the person themselves, whatever they state', () => {
    const workers = allowed.filter(({ viewer }) => viewer.role === 'WORKER');

    expect(workers.length).toBeGreaterThan(0);
    expect(workers.filter(({ viewer }) => viewer.personId !== PERSON)).toEqual([]);
  });

  it('is of staff whoever states a purpose of their own role, and names the case of this person where one is needed', () => {
    const staff = allowed.filter(({ viewer, wanted }) =>
      ['STATED', 'HANDLED'].includes(grantOf(viewer.role, wanted.fieldClass) ?? ''),
    );
    const wrong = staff.filter(({ viewer, purpose }) => {
      if (!purpose || !purposeOf(purpose.code).roles.includes(viewer.role)) return true;
      if (purposeOf(purpose.code).needsCase && !purpose.case) return true;
      return purpose.case !== undefined && purpose.case.applicantId !== PERSON;
    });

    expect(staff.length).toBeGreaterThan(100);
    expect(wrong).toEqual([]);
  });

  it('is of handlers whoever handles a step that declares the field and has been disclosed to them', () => {
    const handlers = allowed.filter(({ viewer }) => ['MEDIATOR', 'TOWNSHIP', 'AGENCY'].includes(viewer.role));
    const wrong = handlers.filter(({ viewer, purpose, wanted }) => {
      const [referral] = purpose?.case?.referrals ?? [];
      if (!referral?.disclosedAt || !mayHandle(viewer, referral)) return true;
      return !stepOf(ITEM, referral.stepKey).discloses.includes(wanted.path ?? '');
    });

    expect(handlers.length).toBeGreaterThan(0);
    expect(wrong).toEqual([]);
  });

  it('is no supervisor who names a confidential case', () => {
    const supervisors = allowed.filter(
      ({ viewer, purpose, wanted }) =>
        viewer.role === 'SUPERVISOR' &&
        purpose?.case?.confidential &&
        grantOf('SUPERVISOR', wanted.fieldClass) === 'STATED',
    );

    expect(supervisors).toEqual([]);
  });

  it('goes into the ledger with a purpose and the case that was named', () => {
    const shown = allowed.flatMap(({ decision }) => (decision.allowed ? [decision] : []));

    expect(shown.filter(({ purpose }) => purpose === '')).toEqual([]);
    expect(shown.filter(({ grant, caseId }) => grant === 'HANDLED' && caseId !== CASE.id)).toEqual([]);
  });
});
