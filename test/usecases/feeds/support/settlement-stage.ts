import { type ClaimsOffice, CLAIMS_AGENCIES, claimsOfficeIn, type Said } from '../../support/claims-office.ts';
import { type FeedStage, openFeedStage } from './feed-stage.ts';

const SETTLEMENT_HEADER =
  'infno,setl_id,mdtrt_id,psn_no,certno,psn_name,insutype,med_type,setl_time,medfee_sumamt,fund_pay_sumamt,psn_part_amt';

export interface Word extends Said {
  readonly reversed?: boolean;
}

/** A row that says the same as the push of the claims office. */
export function settlementLine(word: Word, changes: Readonly<Record<string, string>> = {}): string {
  const minus = word.reversed ? '-' : '';
  const cells: Record<string, string> = {
    infno: word.reversed ? '2208' : '2207',
    setl_id: word.id,
    mdtrt_id: word.visit ?? 'V1',
    psn_no: '9901000001',
    certno: word.residentId ?? '990101198603120018',
    psn_name: word.name ?? '覃桂兰',
    insutype: '310',
    med_type: '21',
    setl_time: word.at ?? '2026-03-10 11:20:15',
    medfee_sumamt: `${minus}20000.00`,
    fund_pay_sumamt: `${minus}11000.00`,
    psn_part_amt: `${minus}${word.amount ?? '8432.10'}`,
    ...changes,
  };
  return Object.values(cells).join(',');
}

/** With a trailer that fits, unless another is given. */
export function settlementFile(lines: readonly string[], trailer = trailerOf(lines)): string {
  return `${[SETTLEMENT_HEADER, ...lines, trailer].join('\n')}\n`;
}

export function trailerOf(lines: readonly string[]): string {
  const fen = lines.reduce((sum, line) => sum + Math.round(Number(line.split(',')[11]) * 100), 0);
  return `合计,${lines.length},${(fen / 100).toFixed(2)}`;
}

export type SettlementStage = FeedStage & ClaimsOffice;

/** The claims office with folders that the medical insurance fills. */
export async function openSettlementStage(): Promise<SettlementStage> {
  const stage = await openFeedStage(CLAIMS_AGENCIES);
  stage.clock.set(new Date('2026-03-16T02:00:00Z'));
  const office = claimsOfficeIn(stage);
  const asFile = <Delivered extends { readonly rows?: number }>(delivery: Delivered) => ({
    agency: 'medical-insurance',
    feed: 'settlements',
    ...delivery,
  });
  return {
    ...office,
    ...stage,
    deliver: (delivery) => stage.deliver(asFile(delivery)),
    take: (delivery) => stage.take(asFile(delivery)),
    async forget() {
      await stage.app.database.prisma.quarantinedRow.deleteMany();
      await stage.app.database.prisma.feedFile.deleteMany();
      await office.forget();
    },
  };
}

/** The lines as a file, with the right number of rows in its marker. */
export function delivered(lines: readonly string[], trailer?: string) {
  return { bytes: settlementFile(lines, trailer), rows: lines.length };
}
