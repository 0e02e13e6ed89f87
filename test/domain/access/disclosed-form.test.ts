import { describe, expect, it } from 'vitest';
import { disclosedForm } from '#domain/access/disclosed-form.ts';
import { VIEWER_ROLES } from '#domain/access/viewer.ts';
import { at, openStory, says } from '../../support/factories/case-drafts.ts';
import { DISPUTE } from '../../support/factories/service-items.ts';
import { actingFor, makeViewer } from './viewers.ts';

const DISCLOSES = [['applicant.name', 'form.employer', 'form.notOnTheForm'], ['form.employer', 'form.amount'], []];
const ITEM = {
  ...DISPUTE,
  steps: DISPUTE.steps.map((step, index) => ({ ...step, discloses: DISCLOSES[index] ?? [] })),
};
const FORM = {
  employer: 'a courier company',
  amount: '16500.00',
  bankCard: 'withheld',
  applicant: 'not a field of the applicant',
};

const story = openStory(ITEM);
const mediation = at(story, 'mediation');
says(story, 'mediation', 'COMPLETE', { outcome: 'FAILED' });
const both = [mediation, at(story, 'arbitration')];
const mediator = makeViewer('MEDIATOR', actingFor('agency-mediation', 'UNION_MEDIATION'));

describe('the intake form', () => {
  it.each(['WINDOW', 'SUPERVISOR', 'WORKER'] as const)('is shown whole to %s', (role) => {
    expect(disclosedForm(makeViewer(role), ITEM, FORM, [])).toEqual(FORM);
  });

  it('is shown to a handler as far as its step discloses', () => {
    expect(disclosedForm(mediator, ITEM, FORM, [mediation])).toEqual({ employer: 'a courier company' });
  });

  it('is not shown further to a handler who is handed the referrals of others', () => {
    expect(disclosedForm(mediator, ITEM, FORM, both)).toEqual({ employer: 'a courier company' });
  });

  it('is shown as far as the steps of both disclose to whoever handles both', () => {
    const agency = { ...mediation, agencyCode: actingFor('one').actsFor?.agencyCode ?? mediation.agencyCode };
    const viewer = makeViewer('AGENCY', actingFor('one', 'UNION_MEDIATION', 'HR_ARBITRATION'));
    const referrals = both.map((referral) => ({ ...referral, agencyCode: agency.agencyCode }));

    expect(disclosedForm(viewer, ITEM, FORM, referrals)).toEqual({ employer: 'a courier company', amount: '16500.00' });
  });

  describe('with a bank card', () => {
    const card = '6222021234567890128';
    const item = {
      ...ITEM,
      form: {
        ...ITEM.form,
        properties: {
          ...ITEM.form.properties,
          bankCard: { type: 'string' as const, kind: 'bank-card' as const, title: { zh: '银行卡号', en: 'Bank card' } },
        },
      },
      steps: ITEM.steps.map((step) => ({ ...step, discloses: ['form.bankCard'] })),
    };
    const form = { ...FORM, bankCard: card };

    it.each(['WINDOW', 'SUPERVISOR'] as const)('shows the issuer and the end of it to %s', (role) => {
      expect(disclosedForm(makeViewer(role), item, form, [])).toEqual({ ...form, bankCard: '622202****0128' });
    });

    it('shows it whole to the worker, and to whoever handles a step that discloses it', () => {
      expect(disclosedForm(makeViewer('WORKER'), item, form, [])).toEqual(form);
      expect(disclosedForm(mediator, item, form, [mediation])).toEqual({ bankCard: card });
    });
  });

  it('is empty for a handler without a referral', () => {
    expect(disclosedForm(mediator, ITEM, FORM, [])).toEqual({});
  });

  it.each(VIEWER_ROLES.filter((role) => !['WINDOW', 'SUPERVISOR', 'WORKER'].includes(role)))(
    'is empty for %s who handles nothing of it, whatever referrals it may see',
    (role) => {
      expect(disclosedForm(makeViewer(role), ITEM, FORM, both)).toEqual({});
    },
  );
});
