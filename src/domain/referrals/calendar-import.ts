import type { Bilingual, Confidence } from '#domain/catalogue/clock-rule.ts';
import type { LocalDate } from '#domain/referrals/local-date.ts';

/** One year of one region as it came into force, and how far the recomputation of the open clocks has got. */
export interface CalendarImport {
  readonly id: string;
  readonly region: string;
  readonly regionName: Bilingual;
  readonly year: number;
  readonly notice: string;
  readonly confidence: Confidence;
  readonly coveredThrough: LocalDate;
  readonly importedAt: Date;
  /** A viewer's subject, `command-line`, or `catalogue` for what came with a release. */
  readonly importedBy: string;
  /** False once the same year of the region was imported again. */
  readonly inForce: boolean;
  /** Clocks that were open where it holds when it came into force. */
  readonly openClocks: number;
  readonly recomputed: number;
  readonly moved: number;
  /** Cases that could not be recomputed on this pass; another pass follows. */
  readonly failed: number;
  readonly finishedAt?: Date | undefined;
}
