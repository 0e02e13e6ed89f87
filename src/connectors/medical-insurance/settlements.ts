import { readWallTime } from '#connectors/kit/foreign-date.ts';
import { foldCode, presentText } from '#connectors/kit/foreign-text.ts';
import { AgencyMessageUnreadableError } from '#domain/agencies/agency-errors.ts';
import type { PushedSettlement } from '#domain/agencies/inbound-content.ts';
import { parseSettlementAmount } from '#domain/feeds/settlement-amount.ts';
import type { Yuan } from '#domain/registry/yuan.ts';
import type { MedicalSettlementInfo } from './schema.ts';

type AmountField = 'medfee_sumamt' | 'fund_pay_sumamt' | 'psn_part_amt';

/** Total = fund + personal (+ hospital) is often so and nowhere promised, hence not asked for. */
export function settlementOf(event: PushedSettlement['event'], info: MedicalSettlementInfo): PushedSettlement {
  const occurredAt = readWallTime(info.setl_time, 'setl_time');
  if (!occurredAt) throw new AgencyMessageUnreadableError('setl_time: missing');
  const amount = (field: AmountField) => readAmount(event, info[field], field);
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

function readAmount(event: PushedSettlement['event'], text: string, field: AmountField): Yuan {
  if (!presentText(text)) throw new AgencyMessageUnreadableError(`${field}: missing`);
  const amount = parseSettlementAmount(event, text);
  if (amount.ok) return amount.value;
  throw new AgencyMessageUnreadableError(
    amount.fault === 'SIGN_WRONG' ? `${field}: not negative` : `${field}: not an amount`,
  );
}
