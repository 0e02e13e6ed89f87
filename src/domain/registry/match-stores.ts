import type { RowScope } from '#domain/access/row-scope.ts';
import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import type { Page, PageRequest } from '#domain/page.ts';
import type { LocalDate } from '#domain/referrals/local-date.ts';
import type { MatchDecision, MatchReview, MatchReviewStatus } from '#domain/registry/match-review.ts';
import type { PersonLink } from '#domain/registry/person-link.ts';
import type { PersonName } from '#domain/registry/person-name.ts';
import type { Phone } from '#domain/registry/phone.ts';
import type { KnownPerson } from '#domain/registry/score-candidates.ts';

export interface CandidateSearch {
  readonly name?: PersonName | undefined;
  readonly birthDate?: LocalDate | undefined;
  readonly phone?: Phone | undefined;
  readonly divisionCode: string;
}

/** People the rest of a record could mean, found by keyed indexes alone. */
export interface CandidateStore {
  /** Same name and birth date, same telephone, or same name in the county; some of each. */
  find(search: CandidateSearch): Promise<readonly KnownPerson[]>;
  /** Same name, birth date and telephone; nobody when one of them is not known. */
  findAlike(search: CandidateSearch): Promise<readonly KnownPerson[]>;
  known(personId: string): Promise<KnownPerson | undefined>;
  /** Writes the indexes of entries that were made before there were such; answers how many it wrote. */
  fillIndexes(limit: number): Promise<number>;
}

export interface NewMatchReview extends Omit<MatchReview, 'status' | 'decision'> {
  /** Keyed digest of who it was said to be. */
  readonly identityDigest: string;
}

export interface MatchReviewStore {
  /**
   * Opens it; or answers the one about the same record and the same words, renewed while it is open. An open one about the
   * same record in other words is superseded.
   */
  open(review: NewMatchReview): Promise<MatchReview>;
  /** Locks it until the transaction ends. */
  take(scope: RowScope, id: string): Promise<MatchReview | undefined>;
  find(scope: RowScope, id: string): Promise<MatchReview | undefined>;
  list(
    scope: RowScope,
    filter: { readonly status?: readonly MatchReviewStatus[] | undefined },
    page: PageRequest,
  ): Promise<Page<MatchReview>>;
  decide(id: string, status: MatchReviewStatus, decision: MatchDecision): Promise<void>;
  /** The agency has said meanwhile whose these records are. */
  supersede(agencyCode: AgencyCode, recordKeys: readonly string[], at: Date): Promise<void>;
}

export interface PersonLinkStore {
  /** Locks the entries until the transaction ends, always in the same order; false when one of them is not there. */
  lockPeople(personIds: readonly string[]): Promise<boolean>;
  /** Those that are LINKED and name one of them. */
  active(personIds: readonly string[]): Promise<readonly PersonLink[]>;
  insert(link: PersonLink): Promise<void>;
  /** Locks it until the transaction ends. */
  take(id: string): Promise<PersonLink | undefined>;
  find(id: string): Promise<PersonLink | undefined>;
  split(id: string, end: NonNullable<PersonLink['split']>): Promise<void>;
  /** Whom a person has said not to be this one: split from it, or registered beside it after a review. */
  knownToDiffer(personId: string): Promise<readonly string[]>;
}
