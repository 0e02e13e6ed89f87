import type { FrozenFacts, IntakeForm } from '#domain/cases/case.ts';
import type { CatalogueVersion } from '#domain/catalogue/catalogue-version.ts';
import type { OfficePlace } from '#domain/catalogue/office-index.ts';
import type { PastCase, PastDecision } from '#domain/catalogue/past-decision.ts';
import type { Rehearsal, RehearsalStage } from '#domain/catalogue/rehearsal.ts';
import type { ServiceItemVersion } from '#domain/catalogue/service-item.ts';
import type { Reason } from '#domain/errors.ts';

export interface CatalogueStore {
  inForce(): Promise<readonly ServiceItemVersion[]>;
  findInForce(code: string): Promise<ServiceItemVersion | undefined>;
  /** One that is or was in force; a draft is nobody's but its authors'. */
  find(id: string): Promise<ServiceItemVersion | undefined>;
}

/** The life of versions, drafts among them. */
export interface VersionStore {
  /** Newest first. */
  list(code: string): Promise<readonly CatalogueVersion[]>;
  find(id: string): Promise<CatalogueVersion | undefined>;
  /** As `list`; serialises all who change versions of that item, until the transaction ends. */
  take(code: string): Promise<readonly CatalogueVersion[]>;
  insert(version: CatalogueVersion): Promise<void>;
  /** Writes status and dates; nothing else of a version ever changes. */
  save(version: CatalogueVersion): Promise<void>;
}

export interface RefusedIntakeStore {
  /** Does nothing when the same request was refused under the same version before. */
  keep(intake: RefusedIntake): Promise<void>;
}

/**
 * An intake that was refused as not eligible, kept for rehearsals alone. How long it may be kept is not ruled yet, and
 * nothing deletes it.
 */
export interface RefusedIntake {
  readonly id: string;
  readonly serviceItemCode: string;
  readonly serviceItemVersionId: string;
  /** Absent for someone who was not in the register. */
  readonly personId?: string | undefined;
  /** Keyed digest of who asked for what. */
  readonly requestDigest: string;
  readonly divisionCode: string;
  readonly workplaceDivision?: string | undefined;
  readonly form: IntakeForm;
  readonly facts: FrozenFacts;
  readonly reasons: readonly Reason[];
  readonly confirmedPassports: readonly string[];
  readonly refusedAt: Date;
  readonly refusedBy: string;
}

/** What was decided on an item, for rehearsals: read in order of id, a page at a time, up to a moment. */
export interface PastDecisionStore {
  count(stage: RehearsalStage, question: PastQuestion): Promise<number>;
  cases(question: PastQuestion, page: PastPage): Promise<readonly PastCase[]>;
  /** Without those whose applicant was accepted with the same item after all. */
  refusedIntakes(question: PastQuestion, page: PastPage): Promise<readonly PastDecision[]>;
  offices(): Promise<readonly OfficePlace[]>;
}

export interface PastQuestion {
  readonly serviceItemCode: string;
  readonly until: Date;
}

export interface PastPage {
  readonly after?: string | undefined;
  readonly limit: number;
}

export interface RehearsalStore {
  insert(rehearsal: Rehearsal): Promise<void>;
  find(id: string): Promise<Rehearsal | undefined>;
  /** Newest first. */
  list(versionId: string): Promise<readonly Rehearsal[]>;
  /** Takes the next turn (fence), unless it is over or another worker is at it. */
  claim(
    id: string,
    leaseSeconds: number,
  ): Promise<{ readonly rehearsal: Rehearsal; readonly fence: number } | undefined>;
  /** Keeps progress and partial sums together and holds on to the turn; false when somebody else has it by now. */
  keepProgress(progress: Rehearsal, fence: number, leaseSeconds: number): Promise<boolean>;
  /** Ends the turn: the next may begin at once. */
  release(id: string, fence: number): Promise<void>;
  /** False when somebody else has the turn by now. */
  finish(rehearsal: Rehearsal, fence: number): Promise<boolean>;
  /** Runs that nobody works on and that were not handed to the queue lately; marks them as handed over. */
  offerDue(limit: number, reofferAfterSeconds: number): Promise<readonly { id: string; turn: number }[]>;
}
