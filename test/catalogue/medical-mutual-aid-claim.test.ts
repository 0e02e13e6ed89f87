import { describe, expect, it } from 'vitest';
import { clockOf, dueAfter, itemNamed, plan, whereTo } from './support/demo-city.ts';

const CLAIM = itemNamed('medical-mutual-aid-claim');
const SETTLED = { settlementId: 'S1', visitId: 'V1', personalAmount: '8432.10', settledOn: '2026-03-10' };

describe('a medical mutual-aid claim', () => {
  it('is due to whoever paid part of the stay, and to nobody else', () => {
    const nothing = plan(CLAIM, { ...SETTLED, personalAmount: '0.00' });

    expect(plan(CLAIM, SETTLED).eligible).toBe(true);
    expect(nothing.eligible).toBe(false);
    expect(nothing.plan.eligibility).toMatchObject([{ rule: 'SOMETHING_PAID', zh: '本次就诊没有个人负担的费用' }]);
  });

  it('is decided by the mutual-aid centre of the city and paid by its bank, wherever the member lives', () => {
    for (const livesIn of ['990101001', '990122200']) {
      expect(whereTo(plan(CLAIM, SETTLED, { livesIn }))).toEqual({
        decision: '桂江市职工互助保障中心',
        payout: '桂江农村合作银行代发业务部',
        account: '桂江市职工互助保障中心',
      });
    }
  });

  it('should be paid out two working days after the last valid settlement, which is a wish and no promise', () => {
    const payout = clockOf(CLAIM, 'CLAIM_PAYOUT');

    // A Tuesday; and the Friday before the Spring Festival of 2026.
    expect(dueAfter(payout, '2026-03-10T11:20:15+08:00').dueOn).toBe('2026-03-12');
    expect(dueAfter(payout, '2026-02-13T09:00:00+08:00').dueOn).toBe('2026-02-24');
    expect([payout.confidence, payout.source]).toEqual(['UNCONFIRMED', expect.stringContaining('不是承诺')]);
  });

  it('is granted with an amount, and paid again only after a person has corrected the account', () => {
    const [decision, payout, account] = CLAIM.steps;

    expect(decision?.outcomes['APPROVED']).toMatchObject({ needsAmount: true, leadsTo: { next: ['payout'] } });
    expect(payout?.outcomes['BANK_RETURNED']?.leadsTo).toEqual({ next: ['account'] });
    expect(payout?.outcomes['REFUSED']?.leadsTo).toEqual({ next: ['account'] });
    expect(account?.outcomes['CORRECTED']?.leadsTo).toEqual({ next: ['payout'] });
  });

  it('tells the bank name, card and amount, and nothing of the illness or the identity number', () => {
    const payout = CLAIM.steps.find(({ key }) => key === 'payout');

    expect(payout?.discloses).toEqual(['applicant.name', 'form.bankCard', 'granted.decision']);
  });

  it('may be open twice for one member, who was in hospital twice', () => {
    expect(CLAIM.repeatable).toBe(true);
  });
});
