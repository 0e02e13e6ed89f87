import path from 'node:path';
import { applyReferralEvent, type ReferralChange } from '#domain/cases/apply-referral-event.ts';
import { type CaseDraft, latestReferral } from '#domain/cases/case-draft.ts';
import type { FeedFile } from '#domain/feeds/feed-file.ts';
import { effectKeyOf } from '#domain/referrals/referral.ts';
import type { ResidentId } from '#domain/registry/resident-id.ts';
import type { Yuan } from '#domain/registry/yuan.ts';
import { openPushedCase } from '#usecases/cases/open-pushed-case.ts';
import { progressContext } from '#usecases/progress-context.ts';
import { type AgencyProcess, startAgency } from '../../sandbox/support/start-agency.ts';
import { type FeedStage, openFeedStage } from '../feeds/support/feed-stage.ts';

export const GOOD_CARD = '9901010000000000016';
export const CLOSED_CARD = '9901010000000080406';
const QIN = '990101198603120018' as ResidentId;
const HEADER = '批次号,业务流水号,户名,卡号,金额,处理结果,失败原因码,失败原因,入账日期';

/** One payment as the house has it. */
export interface Payment {
  readonly round: number;
  readonly status: string;
  readonly outcome: string | undefined;
  readonly serial: string;
  readonly effect: string;
}

/** Cells of one row; what is not said is of a payment that succeeded. */
export interface ReturnCells {
  readonly serial: string;
  readonly amount?: string;
  readonly result?: string;
  readonly reason?: string;
  readonly on?: string;
}

export interface BookEntry {
  readonly serial: string;
  readonly status: string;
  readonly 卡号: string;
  readonly 金额: string;
}

/** The house, a simulated bank in a process of its own, and the folder that its return files come into. */
export interface PaymentsOffice extends FeedStage {
  readonly bank: AgencyProcess;
  /** A claim is opened and its benefit granted; the order for it is drawn up and not delivered yet. */
  grant(claim?: { readonly card?: string | undefined; readonly amount?: string }): Promise<string>;
  /** What the people of the mutual-aid centre say about a step. */
  say(caseId: string, stepKey: string, change: ReferralChange, form?: CaseDraft['case']['form']): Promise<void>;
  draft(caseId: string): Promise<CaseDraft>;
  payments(caseId: string): Promise<readonly Payment[]>;
  /** The bank settles its batch and delivers the file, which is taken. */
  bankReturns(damage?: string): Promise<FeedFile>;
  /** A file written by hand, its sums right. */
  returns(rows: readonly ReturnCells[], spoil?: (text: string) => string): Promise<FeedFile>;
  /** What left the bank for a card. */
  book(): Promise<readonly BookEntry[]>;
}

export async function openPaymentsOffice(): Promise<PaymentsOffice> {
  const bank = await startAgency('bank');
  const stage = await openFeedStage({ BANK_URL: bank.url });
  const { dependencies } = stage.app;
  let settlements = 0;
  let files = 0;

  async function draft(caseId: string): Promise<CaseDraft> {
    const found = await dependencies.unitOfWork.run((tx) => tx.cases.loadDraft(caseId));
    if (!found) throw new Error(`no claim ${caseId}`);
    return found;
  }

  const say: PaymentsOffice['say'] = (caseId, stepKey, change, form = {}) =>
    dependencies.unitOfWork.run(async (tx) => {
      const claim = await tx.cases.loadDraft(caseId);
      const referral = claim && latestReferral(claim, stepKey);
      if (!claim || !referral) throw new Error(`no ${stepKey} of ${caseId}`);
      claim.case = { ...claim.case, form: { ...claim.case.form, ...form } };
      const context = await progressContext(dependencies, tx, claim.case.divisionCode, 'test');
      const progress = applyReferralEvent(claim, referral.id, change, context);
      if (!progress.applied) throw new Error(`${stepKey}: ${progress.refusal}`);
      await tx.cases.saveDraft(claim);
    });

  return {
    ...stage,
    bank,
    say,
    draft,
    async grant({ card = GOOD_CARD, amount = '3000.00' } = {}) {
      settlements += 1;
      const opened = await dependencies.unitOfWork.run(async (tx) => {
        const person = await tx.people.findByResidentId(QIN);
        if (!person) throw new Error('nobody of that number');
        return openPushedCase(tx, dependencies, {
          serviceItemCode: 'medical-mutual-aid-claim',
          person,
          divisionCode: person.divisionCode,
          form: {
            settlementId: `S${settlements}`,
            visitId: `V${settlements}`,
            personalAmount: '8432.10',
            settledOn: '2026-03-01',
            ...(card !== '' && { bankCard: card }),
          },
          openedBy: 'agency:medical-insurance',
          countsFrom: dependencies.clock.now(),
        });
      });
      if (!opened.opened) throw new Error(opened.reason);
      await say(opened.caseId, 'decision', { event: 'COMPLETE', outcome: 'APPROVED', amount: amount as Yuan });
      return opened.caseId;
    },
    async payments(caseId) {
      const { referrals, effects } = await draft(caseId);
      return referrals
        .filter(({ stepKey }) => stepKey === 'payout')
        .toSorted((a, b) => a.round - b.round)
        .flatMap(({ id, round, status, outcome }) =>
          effects
            .filter(({ referralId, kind }) => referralId === id && kind === 'DISPATCH')
            .map((effect) => ({ round, status, outcome, serial: effectKeyOf(effect.id), effect: effect.status })),
        );
    },
    async bankReturns(damage = 'NONE') {
      await bank.control('return-file', { damage, folder: path.join(stage.folder, 'bank', 'bank-returns') });
      await stage.work();
      return stage.newest();
    },
    returns(rows, spoil = (text) => text) {
      files += 1;
      const text = spoil(writtenByHand(rows));
      const delivery = { agency: 'bank', feed: 'bank-returns', name: `hand-${files}.csv`, bytes: text };
      return stage.take({ ...delivery, rows: rows.length });
    },
    async book() {
      return ((await bank.control('book')) as { payments: readonly BookEntry[] }).payments;
    },
    async close() {
      await stage.close();
      await bank.dispose();
    },
  };
}

function writtenByHand(rows: readonly ReturnCells[]): string {
  const lines = rows.map(({ serial, amount = '3000.00', result = '成功', reason, on }) => {
    const paid = result === '成功';
    return [
      'DF-HAND',
      serial,
      '覃桂兰',
      GOOD_CARD,
      amount,
      result,
      reason ?? (paid ? '' : 'R03'),
      paid ? '' : '已销户',
      on ?? (paid ? '20260303' : ''),
    ].join(',');
  });
  const fen = rows.reduce((sum, { amount = '3000.00' }) => sum + BigInt(amount.replace('.', '')), 0n);
  const digits = String(fen).padStart(3, '0');
  const count = (word: string) => rows.filter(({ result = '成功' }) => result === word).length;
  const sum = `${digits.slice(0, -2)}.${digits.slice(-2)}`;
  const trailer = ['合计', rows.length, sum, count('成功'), count('失败')];
  return `${[HEADER, ...lines, trailer.join(',')].join('\n')}\n`;
}
