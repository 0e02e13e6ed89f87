/** 待处理 · 已改正入库 · 不再处理. */
export const QUARANTINE_STATUSES = ['OPEN', 'CORRECTED', 'DISCARDED'] as const;
export type QuarantineStatus = (typeof QUARANTINE_STATUSES)[number];

/** A row that could not be taken, with why; the raw text is kept sealed. It came in a pushed batch or in a file. */
export interface QuarantinedRow {
  readonly id: string;
  readonly feedImportId?: string | undefined;
  readonly feedFileId?: string | undefined;
  readonly rowNumber: number;
  readonly field: string;
  readonly reason: string;
  readonly status: QuarantineStatus;
  /** Attempts at a correction, refused ones included. */
  readonly corrections: number;
  readonly resolvedBy?: string | undefined;
  readonly resolvedAt?: Date | undefined;
  /** Why it was discarded, or what the correction rests on. */
  readonly note?: string | undefined;
}
