import type { LocalDate } from '#domain/referrals/local-date.ts';
import {
  fileRefusalOf,
  type HardshipFileEvent,
  type HardshipFileRefusal,
  nextFileStatus,
} from '#domain/registry/hardship-file-transitions.ts';
import type { HardshipCategory, HardshipFile, HardshipFileStatus } from '#domain/registry/hardship-file.ts';

/** What a finished hardship case says about its household. */
export interface HouseholdFinding {
  readonly personId: string;
  readonly divisionCode: string;
  readonly householdSize: number;
  /** NONE: the figures lie above every line of the place. Absent where nothing could be told. */
  readonly category?: HardshipCategory | 'NONE' | undefined;
  /** Which events its steps have shown. */
  readonly shown: readonly HardshipFileEvent[];
  readonly on: LocalDate;
}

/** One event of a file, as it happened. */
export interface HardshipFileMove {
  readonly event: HardshipFileEvent;
  readonly from: HardshipFileStatus;
  readonly to: HardshipFileStatus;
  /** No step of the case shows it; the union's approval says that it was done. */
  readonly implied: boolean;
}

export type HouseholdFiling =
  | { readonly filed: true; readonly file: HardshipFile; readonly moves: readonly HardshipFileMove[] }
  | { readonly filed: false; readonly refusal: HardshipFileRefusal | 'NOT_VISITED' | 'NOT_APPROVED' };

/** The way of a household that was aided; what lies behind it already is passed over. */
const WAY_TO_AID = ['SUBMIT', 'REVIEW', 'VISIT', 'VERIFY', 'PUBLICIZE', 'FILE', 'AID'] as const;

/**
 * Takes a household's file to AIDED after its case, by the state table and one event at a time; `fresh` is the draft to
 * begin with where there is no file. Never without a visit and the union's approval: neither a feed nor a passport
 * stands in for them.
 */
export function fileHousehold(
  existing: HardshipFile | undefined,
  fresh: { readonly id: string; readonly fileNo: string },
  finding: HouseholdFinding,
): HouseholdFiling {
  if (!finding.shown.includes('VISIT')) return { filed: false, refusal: 'NOT_VISITED' };
  if (!finding.shown.includes('FILE')) return { filed: false, refusal: 'NOT_APPROVED' };
  const moves: HardshipFileMove[] = [];
  let status: HardshipFileStatus = existing?.status ?? 'DRAFT';
  for (const event of WAY_TO_AID) {
    const to = nextFileStatus(status, event);
    if (to) {
      moves.push({ event, from: status, to, implied: isImplied(event, finding) });
      status = to;
      continue;
    }
    const refusal = fileRefusalOf(status, event);
    if (refusal && refusal !== 'ALREADY_DONE') return { filed: false, refusal };
  }
  const filedNow = moves.some(({ event }) => event === 'FILE');
  return {
    filed: true,
    moves,
    file: {
      id: existing?.id ?? fresh.id,
      fileNo: existing?.fileNo ?? fresh.fileNo,
      personId: finding.personId,
      category: categoryAfter(existing, finding),
      status,
      version: existing?.version ?? 0,
      householdSize: finding.householdSize,
      divisionCode: finding.divisionCode,
      filedOn: filedNow ? finding.on : existing?.filedOn,
    },
  };
}

/** The application and its acceptance are the case itself; checks and public notice may have no step of their own. */
function isImplied(event: HardshipFileEvent, { shown }: HouseholdFinding): boolean {
  return (event === 'VERIFY' || event === 'PUBLICIZE') && !shown.includes(event);
}

/** Figures above every line settle it as little as no figures do: the union has approved, and names the category. */
function categoryAfter(
  existing: HardshipFile | undefined,
  { category }: HouseholdFinding,
): HardshipCategory | undefined {
  if (category === undefined) return existing?.category;
  return category === 'NONE' ? undefined : category;
}
