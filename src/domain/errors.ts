import type { ClockUnit } from '#domain/catalogue/clock-rule.ts';
import type { ExtensionRefusal } from '#domain/referrals/extend-clock.ts';
import type { UserErrorCode } from '#domain/user-errors.ts';

/** One mendable problem with where it is. `details` carry typed extras for the concrete error types of the graph. */
export interface UserFault {
  readonly code: UserErrorCode;
  /** Path into the mutation's input, e.g. `['applicant', 'residentId']`. */
  readonly path?: readonly string[];
  readonly details?: UserFaultDetails;
}

export interface UserFaultDetails {
  readonly existingCaseId?: string;
  readonly currentStatus?: string;
  readonly reasons?: readonly Reason[];
  /** What would be right in its place. */
  readonly suggestions?: readonly Suggestion[];
  readonly extension?: RefusedExtension;
  readonly faults?: readonly TextFault[];
}

/** A code that would be right, with its name. */
export interface Suggestion {
  readonly code: string;
  readonly name: { readonly zh: string; readonly en: string };
}

/** Why more time was not granted, and how much the rule would allow. */
export interface RefusedExtension {
  readonly refusal: ExtensionRefusal;
  readonly limit?: number | undefined;
  readonly unit: ClockUnit;
}

/** What is wrong in a text that a person wrote, and where, as an editor counts: from 1. */
export interface TextFault {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** One line of a decision's trace, worded for people. */
export interface Reason {
  readonly rule: string;
  readonly holds: boolean;
  readonly zh: string;
  readonly en: string;
  /** It does not hold on what is known, and what is known is not sure enough to decide; a person checks. */
  readonly undecided?: boolean | undefined;
  /** The passport by which it counts as met. */
  readonly passport?: string | undefined;
}

/**
 * The request is refused and nothing of it is stored. Thrown by use cases, turned into `userErrors` by the resolvers.
 * Holds all faults found, not the first.
 */
export class RequestRefusedError extends Error {
  override readonly name = 'RequestRefusedError';
  readonly faults: readonly UserFault[];

  constructor(faults: readonly UserFault[]) {
    super(`request refused: ${faults.map((fault) => fault.code).join(', ')}`);
    this.faults = faults;
  }
}

export function refuse(code: UserErrorCode, path?: readonly string[], details?: UserFaultDetails): never {
  throw new RequestRefusedError([{ code, ...(path && { path }), ...(details && { details }) }]);
}
