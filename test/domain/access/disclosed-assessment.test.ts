import { describe, expect, it } from 'vitest';
import { disclosedAssessment } from '#domain/access/disclosed-assessment.ts';
import { VIEWER_ROLES } from '#domain/access/viewer.ts';
import type { Case } from '#domain/cases/case.ts';
import { at, openStory } from '../../support/factories/case-drafts.ts';
import { DISPUTE } from '../../support/factories/service-items.ts';
import { actingFor, makeViewer } from './viewers.ts';

const ITEM = {
  ...DISPUTE,
  assessment: 'HARDSHIP_CATEGORY' as const,
  steps: DISPUTE.steps.map((step, index) => ({
    ...step,
    discloses: index === 0 ? ['form.employer', 'assessment.category'] : ['form.employer'],
  })),
};
const ASSESSED = [{ rule: 'HARDSHIP_NET_INCOME', holds: true, zh: '人均每月 875.00 元', en: '875.00 a month' }];
const VALUES = { category: 'DEEP', netPerCapitaMonthly: '875.00' };
const WHOLE = { kind: 'HARDSHIP_CATEGORY', values: VALUES, reasons: ASSESSED };

const story = openStory(ITEM);
const mediation = at(story, 'mediation');
const record: Case = {
  ...story.draft.case,
  facts: {
    applicant: { age: 40, sex: 'FEMALE', isMember: true, divisionCode: '990101' },
    channel: 'WINDOW',
    today: '2026-03-02' as never,
    held: { memberships: [], hardshipFiles: [], assistance: [], insurance: [] },
    assessment: VALUES,
    assessed: ASSESSED,
  },
};
const mediator = makeViewer('MEDIATOR', actingFor('agency-mediation', 'UNION_MEDIATION'));

describe('an assessment', () => {
  it.each(['WINDOW', 'SUPERVISOR', 'WORKER'] as const)('is shown with its working to %s', (role) => {
    expect(disclosedAssessment(makeViewer(role), ITEM, record, [])).toEqual(WHOLE);
  });

  it('is shown to a handler as the value its step discloses, without the working', () => {
    expect(disclosedAssessment(mediator, ITEM, record, [mediation])).toEqual({
      ...WHOLE,
      values: { category: 'DEEP' },
      reasons: [],
    });
  });

  it('is not shown to a handler whose step discloses nothing of it', () => {
    const silent = { ...ITEM, steps: ITEM.steps.map((step) => ({ ...step, discloses: ['form.employer'] })) };

    expect(disclosedAssessment(mediator, silent, record, [mediation])).toBeUndefined();
  });

  it.each(VIEWER_ROLES.filter((role) => !['WINDOW', 'SUPERVISOR', 'WORKER'].includes(role)))(
    'is not shown to %s who handles nothing',
    (role) => {
      expect(disclosedAssessment(makeViewer(role), ITEM, record, [mediation])).toBeUndefined();
    },
  );

  it('is not shown to the supervisor of a confidential matter', () => {
    expect(disclosedAssessment(makeViewer('SUPERVISOR'), ITEM, { ...record, confidential: true }, [])).toBeUndefined();
  });

  it('is absent where the item assesses nothing, and in cases from before facts were kept', () => {
    const window = makeViewer('WINDOW');

    expect(disclosedAssessment(window, DISPUTE, record, [])).toBeUndefined();
    expect(disclosedAssessment(window, ITEM, { ...record, facts: undefined }, [])).toBeUndefined();
  });
});
