/**
 * What asking for a field costs, beside what lies below it. A field that is not here costs 1 when it is an object, an
 * interface or a union and nothing when it is a plain value; a mutation costs 10. A point is about one row read.
 */
export const FIELD_COSTS: Readonly<Record<string, number>> = {
  // Asked of another agency, which has to answer while the caller waits.
  'Person.dockets': 10,
  'Person.insuranceEnrolments': 10,
  'Person.socialAssistance': 10,
  // Looked up by a number, in the register and among the linked entries.
  'Query.personByResidentId': 5,
  // Plans a whole case, eligibility and routing included.
  'Query.previewCase': 10,
  'Query.suggestMediators': 5,
  // Summed over many rows.
  'Query.loopClosure': 20,
  'Query.mediationStatistics': 20,
  // Its own request about itself.
  'Query.rateLimit': 0,
  // Plans, routes and writes a case with its first referrals.
  'Mutation.openCase': 20,
  // Counts over every case of the last years.
  'Mutation.rehearseServiceItem': 100,
  'Mutation.publishServiceItem': 50,
  // Everything that waits for an agency is taken up at once.
  'Mutation.replayAgency': 50,
  'Mutation.reconcileAgency': 50,
  'Mutation.resendFrom': 50,
};

/** A mutation takes locks and writes state, events and effects. */
export const MUTATION_COST = 10;
/** Counting on a page goes through every row the viewer may see, up to ten thousand. */
export const TOTAL_COUNT_COST = 5;
/** How many a list without pages is taken to hold: a case has about three referrals, a person one or two memberships. */
export const USUAL_LIST_SIZE = 3;
/** Lists that are longer as a rule. */
export const LIST_SIZES: Readonly<Record<string, number>> = {
  'Query.agencies': 20,
  'Query.clockRules': 30,
  'Query.serviceItems': 20,
  'Case.timeline': 20,
};
/** The largest page there is. */
export const LARGEST_PAGE = 100;
/** Reading the whole contract; kept in memory, and long to write out. */
export const INTROSPECTION_COST = 50;
/** What a request costs that asks for nothing. */
export const OPERATION_COST = 1;
