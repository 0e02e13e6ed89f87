import { beijingTime } from '../kit/beijing-time.ts';
import type { Person } from '../kit/people.ts';
import { maskId, maskName } from '../kit/resident-id.ts';

export interface Settlement {
  readonly settlementId: string;
  readonly visitId: string;
  readonly person: Person;
  /** 个人负担, decimal text. */
  readonly amount: string;
  readonly at: Date;
}

export const FAULTS = ['masked-id', 'numeric-amount', 'positive-reversal'] as const;
export type Fault = (typeof FAULTS)[number];

/** 结算信息, the fields that this bureau fills in; an amount is a number only for the fault of that name. */
export type SettlementInfo = Readonly<Record<string, string | number>>;

/** The fund bears as much as the patient here; the real shares follow rules that are none of the gateway's business. */
export function settlementInfo(settlement: Settlement, reversal: boolean, fault: Fault | undefined): SettlementInfo {
  const { person, amount } = settlement;
  const sign = reversal && fault !== 'positive-reversal' ? '-' : '';
  const masked = fault === 'masked-id';
  return {
    setl_id: settlement.settlementId,
    mdtrt_id: settlement.visitId,
    psn_no: `9901${person.phone.slice(-6)}`,
    certno: masked ? maskId(person.residentId) : person.residentId,
    psn_name: masked ? maskName(person.name) : person.name,
    insutype: '310',
    med_type: '21',
    setl_time: beijingTime(settlement.at),
    fixmedins_code: 'H99010100001',
    fixmedins_name: '桂江市人民医院',
    medfee_sumamt: `${sign}${doubled(amount)}`,
    fund_pay_sumamt: `${sign}${amount}`,
    psn_part_amt: fault === 'numeric-amount' ? Number(amount) : `${sign}${amount}`,
    acct_pay: '0.00',
    psn_cash_pay: `${sign}${amount}`,
  };
}

function doubled(amount: string): string {
  const fen = String(BigInt(amount.replace('.', '')) * 2n).padStart(3, '0');
  return `${fen.slice(0, -2)}.${fen.slice(-2)}`;
}
