import { readWallTime } from '#connectors/kit/foreign-date.ts';
import { readYuan } from '#connectors/kit/foreign-number.ts';
import { foldCode, presentText } from '#connectors/kit/foreign-text.ts';
import { AgencyMessageUnreadableError } from '#domain/agencies/agency-errors.ts';
import type { PushedSettlement } from '#domain/agencies/inbound-content.ts';
import type { Yuan } from '#domain/registry/yuan.ts';
import type { MedicalSettlementInfo } from './schema.ts';

type AmountField = 'medfee_sumamt' | 'fund_pay_sumamt' | 'psn_part_amt';

/** Total = fund + personal (+ hospital) is often so and nowhere promised, hence not asked for. */
export function settlementOf(event: PushedSettlement['event'], info: MedicalSettlementInfo): PushedSettlement {
  const occurredAt = readWallTime(info.setl_time, 'setl_time');
  if (!occurredAt) throw new AgencyMessageUnreadableError('setl_time: missing');
  const amount = (field: AmountField) =>
    event === 'SETTLED' ? readAmount(info[field], field) : readTakenBack(info[field], field);
  return {
    kind: 'SETTLEMENT',
    event,
    settlementId: info.setl_id,
    visitId: info.mdtrt_id,
    residentId: foldCode(info.certno),
    name: presentText(info.psn_name),
    insuranceType: presentText(info.insutype),
    visitType: presentText(info.med_type),
    occurredAt,
    totalAmount: amount('medfee_sumamt'),
    fundAmount: amount('fund_pay_sumamt'),
    personalAmount: amount('psn_part_amt'),
  };
}

function readAmount(text: string, field: AmountField): Yuan {
  const amount = readYuan(text, field);
  if (amount === undefined) throw new AgencyMessageUnreadableError(`${field}: missing`);
  return amount;
}

/** A reversal that gives instead of taking back is no reversal; only nothing may stand without its sign. */
function readTakenBack(text: string, field: AmountField): Yuan {
  const amount = readAmount(text.trim().replace(/^-/, ''), field);
  if (!text.trim().startsWith('-') && amount !== '0.00')
    throw new AgencyMessageUnreadableError(`${field}: not negative`);
  return amount;
}
