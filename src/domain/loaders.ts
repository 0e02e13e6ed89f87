import type { AgencyDelivery } from '#domain/agencies/agency-delivery.ts';
import type { Agency, Office } from '#domain/agencies/agency.ts';
import type { Case, CaseEvent, CaseHeader, Consent } from '#domain/cases/case.ts';
import type { ServiceItemVersion } from '#domain/catalogue/service-item.ts';
import type { MediationRoom, Mediator } from '#domain/disputes/mediator.ts';
import type { QuarantinedRow } from '#domain/feeds/quarantined-row.ts';
import type { Page, PageRequest } from '#domain/page.ts';
import type { Deadline } from '#domain/referrals/clock.ts';
import type { Referral } from '#domain/referrals/referral.ts';
import type { HardshipFile } from '#domain/registry/hardship-file.ts';
import type { Membership, UnionOrganisation } from '#domain/registry/membership.ts';
import type { MutualAidEnrolment } from '#domain/registry/mutual-aid-enrolment.ts';
import type { PersonLink } from '#domain/registry/person-link.ts';
import type { Person } from '#domain/registry/person.ts';
import type {
  AssistanceSourceAnswer,
  DocketsSourceAnswer,
  InsuranceSourceAnswer,
} from '#domain/registry/source-answer.ts';

/** Asks for one, fetches many: everything asked for in one turn of a request goes out as one query or one call. */
export interface Loader<Key, Value> {
  load(key: Key): Promise<Value>;
}

/** Fresh for each request and bound to its viewer; rows the viewer may not see are never read. */
export interface Loaders {
  readonly person: Loader<string, Person | undefined>;
  readonly membershipsOfPerson: Loader<string, readonly Membership[]>;
  readonly hardshipFileOfPerson: Loader<string, HardshipFile | undefined>;
  /** Of all entries linked as one person with this one, split links of its own included. */
  readonly linksOfPerson: Loader<string, readonly PersonLink[]>;
  readonly organisation: Loader<string, UnionOrganisation | undefined>;
  readonly mutualAidOfPerson: Loader<string, readonly MutualAidEnrolment[]>;
  // Undefined where no agency that holds the subject is connected.
  readonly docketsOfPerson: Loader<Person, DocketsSourceAnswer | undefined>;
  readonly insuranceOfPerson: Loader<Person, InsuranceSourceAnswer | undefined>;
  readonly assistanceOfPerson: Loader<Person, AssistanceSourceAnswer | undefined>;
  /** Newest first; everyone on a page of people in one go. */
  readonly casesOfPerson: Loader<CasesOfPerson, Page<CaseHeader>>;
  readonly case: Loader<string, CaseHeader | undefined>;
  readonly wholeCase: Loader<string, Case | undefined>;
  readonly eventsOfCase: Loader<string, readonly CaseEvent[]>;
  readonly consentsOfCase: Loader<string, readonly Consent[]>;
  readonly referralsOfCase: Loader<string, readonly Referral[]>;
  readonly deadlinesOfCase: Loader<string, readonly Deadline[]>;
  readonly referral: Loader<string, Referral | undefined>;
  readonly deliveryOfReferral: Loader<string, DeliveryState>;
  readonly serviceItemVersion: Loader<string, ServiceItemVersion | undefined>;
  readonly agency: Loader<string, Agency | undefined>;
  readonly deliveryOfAgency: Loader<string, AgencyDelivery | undefined>;
  readonly office: Loader<string, Office | undefined>;
  readonly officesOfAgency: Loader<string, readonly Office[]>;
  readonly mediator: Loader<string, Mediator | undefined>;
  readonly mediationRoom: Loader<string, MediationRoom | undefined>;
  readonly mediatorsOfRoom: Loader<string, readonly Mediator[]>;
  /** Whatever the viewer may see of them: only for what a step hands over to the next, after asking who may have that. */
  readonly endedReferralsOfCase: Loader<string, readonly Referral[]>;
  readonly quarantinedRowsOfImport: Loader<string, readonly QuarantinedRow[]>;
}

export interface CasesOfPerson {
  readonly personId: string;
  readonly page: PageRequest;
}

/** How delivery of a referral's effects goes (派送情况). */
export interface DeliveryState {
  readonly attempts: number;
  readonly pending: boolean;
  readonly lastFault?: string | undefined;
  readonly nextAttemptAt?: Date | undefined;
}
