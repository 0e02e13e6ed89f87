/** A court's case (法院案件): what the court knows about a person's dispute. The pair (year, number) inside `docketNumber` is the identity. */
export interface Docket {
  /** 案号, as the court writes it, e.g. （2026）桂9901民诉前调12号. */
  readonly docketNumber: string;
  /** 立案案由 */
  readonly causeOfAction: string;
  readonly stage: DocketStage;
  readonly courtCode: string;
  readonly courtName: string;
  /** Local date (Asia/Shanghai), YYYY-MM-DD. */
  readonly docketedOn?: string | undefined;
  /** The court's own wording of the status. */
  readonly businessStatus: string;
}

/** 诉前调解 · 已立案 · 已结案 · 已归档 */
export const DOCKET_STAGES = ['PRE_FILING_MEDIATION', 'DOCKETED', 'CONCLUDED', 'ARCHIVED'] as const;
export type DocketStage = (typeof DOCKET_STAGES)[number];
