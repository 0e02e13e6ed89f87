import type { RowScope } from '#domain/access/row-scope.ts';
import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import type { LookUpAnswers, LookUpSubject } from '#domain/agencies/agency-connector.ts';
import type { Bilingual } from '#domain/catalogue/clock-rule.ts';
import type { MediationOrgKind } from '#domain/disputes/mediation-org-kinds.ts';
import type { MediationCounts } from '#domain/disputes/mediation-statistics.ts';
import type { MediationRoom, Mediator } from '#domain/disputes/mediator.ts';
import type { Suggestion } from '#domain/errors.ts';
import type { Page, PageRequest } from '#domain/page.ts';
import type { LocalDate } from '#domain/referrals/local-date.ts';
import type { BankCardNumber } from '#domain/registry/bank-card.ts';
import type { HardshipFileMove } from '#domain/registry/file-household.ts';
import type { HardshipFile } from '#domain/registry/hardship-file.ts';
import type { Membership } from '#domain/registry/membership.ts';
import type { MutualAidEnrolment } from '#domain/registry/mutual-aid-enrolment.ts';
import type { Person } from '#domain/registry/person.ts';
import type { Phone } from '#domain/registry/phone.ts';
import type { ResidentId } from '#domain/registry/resident-id.ts';

export interface PersonStore {
  find(scope: RowScope, id: string): Promise<Person | undefined>;
  findByResidentId(residentId: ResidentId): Promise<Person | undefined>;
  findMany(ids: readonly string[]): Promise<ReadonlyMap<string, Person>>;
  /** Answers who is in the register in the end: another writer may have entered the same number first. */
  insertOrFind(person: Person, at: Date): Promise<Person>;
  updatePhone(id: string, phone: Phone, at: Date): Promise<void>;
  /** Whole: for what is paid to it, and for nobody's screen. Undefined where none is known. */
  bankCard(id: string): Promise<BankCardNumber | undefined>;
  list(scope: RowScope, page: PageRequest): Promise<Page<Person>>;
  isMember(id: string): Promise<boolean>;
  /** Newest first. */
  memberships(id: string): Promise<readonly Membership[]>;
  /** That of the household the person heads. */
  hardshipFile(id: string): Promise<HardshipFile | undefined>;
}

export interface HardshipFileStore {
  /** Locks the person until the transaction ends, so that a household never gets a second file. */
  takeOfPerson(personId: string): Promise<HardshipFile | undefined>;
  /** Writes a new file, or the next version of one that was taken, with what led to it. */
  save(
    file: HardshipFile,
    moves: readonly HardshipFileMove[],
    from: { caseId: string; actor: string; at: Date },
  ): Promise<void>;
  /** Whoever numbers files of the same place waits until the transaction ends. */
  nextFileNumber(divisionCode: string, year: number): Promise<number>;
  /** Finished cases of an item that ended with the outcome and have not been carried into the register, oldest first. */
  casesToFile(serviceItemCode: string, outcome: string, limit: number): Promise<readonly string[]>;
  isCarried(caseId: string): Promise<boolean>;
  markCarried(caseId: string, end: { readonly fileId: string } | { readonly refusal: string }, at: Date): Promise<void>;
}

export interface DivisionStore {
  /** The division itself, then its parents up to the top; empty when unknown or abolished. */
  withAncestors(code: string): Promise<readonly string[]>;
  names(codes: readonly string[]): Promise<ReadonlyMap<string, Bilingual>>;
  /** What a code that is not in use stands near to: the successor of an abolished division, or its neighbours. */
  insteadOf(code: string): Promise<{ readonly abolished: boolean; readonly places: readonly Suggestion[] }>;
}

export interface MutualAidStore {
  enrolmentsOf(personId: string): Promise<readonly MutualAidEnrolment[]>;
}

export interface SnapshotStore {
  readMany<Subject extends LookUpSubject>(
    agencyCode: AgencyCode,
    subject: Subject,
    personIds: readonly string[],
  ): Promise<ReadonlyMap<string, { readonly asOf: Date; readonly answer: LookUpAnswers[Subject] }>>;
  /** Keeps the last known answers. May skip rows it wrote a moment ago; never fails the caller's read. */
  saveMany<Subject extends LookUpSubject>(
    agencyCode: AgencyCode,
    subject: Subject,
    answers: ReadonlyMap<string, LookUpAnswers[Subject]>,
    asOf: Date,
  ): Promise<void>;
}

export interface MediatorStore {
  find(id: string): Promise<Mediator | undefined>;
  listOfOffice(officeId: string): Promise<readonly Mediator[]>;
  /** Of a division and those below it. */
  rooms(divisionCode: string, kind: MediationOrgKind | undefined): Promise<readonly MediationRoom[]>;
  /** Mediations accepted from the first day to the last, both counted. */
  countMediations(divisionCode: string, from: LocalDate, to: LocalDate): Promise<MediationCounts>;
}
