import type { FieldClass } from '#domain/access/disclosure.ts';

/** OPEN: whoever sees the record sees the field. MASKED: the same, and never whole. Else its class, for `field-policy.ts`. */
export type FieldRule = 'OPEN' | 'MASKED' | FieldClass;

/**
 * Every field of every type that speaks about people and their matters, by rule. A field that is missing here stops the
 * start-up: who adds one decides who may read it. `@sensitive` and `@masked` of the public contract say the same; a test holds
 * them together.
 */
export const PERSONAL_TYPES: Readonly<Record<string, Readonly<Partial<Record<FieldRule, string>>>>> = {
  AccessExplanation: { OPEN: 'allowed class grant refusal text remedy' },
  AccessRecord: { OPEN: 'id at decision viewer purpose fieldClasses sourceAgency case aboutYou' },
  AccessViewer: { OPEN: 'agency role roleLabel place pseudonym isYou' },
  DisclosurePurpose: { OPEN: 'code label' },
  FieldClassLabel: { OPEN: 'class label' },
  AccessLedgerEntry: {
    OPEN: 'id streamId sequence hash at viewer role agencyCode divisionCode decision personId caseId fieldClasses purpose sourceAgency requestId operation',
  },
  AccessLedgerIntegrity: {
    OPEN: 'verifiedAt tookMs requestedBy streams entries tableAnchors fileAnchors findingCount findings',
  },
  AccessLedgerFinding: { OPEN: 'kind streamId sequence until source' },
  PartnerKey: {
    OPEN: 'id kind state name agency roles scopes divisionCode holder createdAt expiresAt lastUsedAt revokedAt revocation secrets',
  },
  PartnerKeySecret: { OPEN: 'ending createdAt expiresAt lastUsedAt' },
  PersonAccess: { OPEN: 'identity contact agencyRecords' },
  CaseAccess: { OPEN: 'withdraw rate form' },
  ReferralAccess: { OPEN: 'mutations' },
  Person: {
    OPEN: 'id access sex divisionCode memberships hardshipFile mutualAidEnrolments links cases',
    MASKED: 'nameMasked residentIdMasked phoneMasked',
    IDENTITY: 'name residentId',
    CONTACT: 'phone',
    AGENCY_RECORD: 'dockets insuranceEnrolments socialAssistance',
  },
  Membership: { OPEN: 'id organisation status employmentGroup joinedOn' },
  HardshipFile: { OPEN: 'id fileNo category status householdSize filedOn' },
  MutualAidEnrolment: { OPEN: 'id plan periodFrom periodTo status' },
  DocketsAnswer: { OPEN: 'status source asOf notice dockets' },
  Docket: { OPEN: 'docketNumber causeOfAction stage courtName docketedOn businessStatus' },
  InsuranceEnrolmentsAnswer: { OPEN: 'status source asOf notice enrolments' },
  InsuranceEnrolment: { OPEN: 'type status employerName contributionBase paidMonths from to businessStatus' },
  SocialAssistanceAnswer: { OPEN: 'status source asOf notice records' },
  AssistanceRecord: { OPEN: 'category status applicationNo decidedOn validUntil monthlyAmount businessStatus' },
  PersonLink: { OPEN: 'id keep merge status linkedBy linkedAt splitBy splitAt', CASE_CONTENT: 'reason splitReason' },
  MatchReview: {
    OPEN: 'id source kind applicationNo rowNumber reason status divisionCode candidates person lead decidedBy decidedAt receivedAt',
    MASKED: 'nameMasked residentIdMasked phoneMasked',
    CASE_CONTENT: 'employer note',
  },
  MatchCandidate: { OPEN: 'person score parts' },
  Lead: {
    OPEN: 'id source kind applicationNo category businessStatus person matched householdSize causeOfAction divisionCode status validUntil receivedAt',
    CASE_CONTENT: 'employer claims',
  },
  MedicalSettlement: {
    OPEN: 'id source status result person settledAt receivedAt reversedAt case',
    HEALTH: 'personalAmount totalAmount fundAmount',
  },
  QuarantinedRow: {
    OPEN: 'id rowNumber field reason reasonText status corrections resolvedBy resolvedAt note file',
    MASKED: 'cells',
  },
  QuarantinedCell: { OPEN: 'column', MASKED: 'text' },
  Case: {
    OPEN: 'id access acceptanceNo status version channel serviceItem applicant divisionCode steps omittedSteps passports materials reasons referrals timeline deadlines consents attentionReason outcome openedAt closedAt rating',
    CASE_CONTENT: 'form assessment',
  },
  CaseEvent: { OPEN: 'id sequence type summary referral fromStatus toStatus actor at', CASE_CONTENT: 'note' },
  Consent: { OPEN: 'id line recipientRole fields legalBasis givenAt' },
  PlannedStep: { OPEN: 'leads key name role office status outcome reasons clocks' },
  PassportAnswer: { OPEN: 'key reason source materials rules confirmed' },
  MaterialAnswer: { OPEN: 'key name status passports' },
  OmittedStep: { OPEN: 'key name reason' },
  Assessment: { OPEN: 'kind values reasons' },
  PreviewCasePayload: {
    OPEN: 'eligible reasons steps passports materials omittedSteps deadlines userErrors',
    CASE_CONTENT: 'assessment',
  },
  Referral: {
    OPEN: 'id access case stepKey round leads disclosedAt agency office role status businessStatus version agencyReference outcome possibleOutcomes reasonCode stage terminationReason agreement mediator delivery deadlines createdAt sentAt receivedAt acceptedAt completedAt',
    CASE_CONTENT: 'card undisputedFacts amount handOver',
  },
  Deadline: {
    OPEN: 'id rule status startedOn dueOn dueAt rawDueOn provisional notices pausedOn pausedFor extension explanation skippedDays',
  },
  DeadlineExtension: { OPEN: 'length grantedOn ground' },
  HandOver: { OPEN: 'acceptanceNo steps' },
  HandedOverStep: {
    OPEN: 'name agency role agencyReference outcome outcomeName terminationReason agreementKind acceptedOn endedOn undisputedFacts',
  },
  Agreement: { OPEN: 'kind name force enforceable source confidence' },
  ReconciliationItem: {
    OPEN: 'id agency day kind key referral ours theirs theirsCount owner state openedAt lastSeenAt ageDays resolution resolvedAt resolvedBy note',
  },
  LedgerRecord: { OPEN: 'status reference' },
  DeadLetter: { OPEN: 'id referralId agency kind reason lastFault attempts mayHaveArrived since whatNext' },
  RehearsalSample: { OPEN: 'finding cases' },
  WebhookDelivery: { OPEN: 'id webhookId type eventId status body createdAt nextAttemptAt finishedAt attempts' },
  WebhookAttempt: {
    OPEN: 'number startedAt finishedAt outcome durationMs requestHeaders responseStatus responseHeaders responseBody',
  },
  PartnerEvent: { OPEN: 'id type agency sequence deleted caseId referralId referral occurredAt' },
  DuplicateCaseError: { OPEN: 'code path message remedy docUrl existing' },
  NotEligibleError: { OPEN: 'code path message remedy docUrl reasons' },
  Viewer: { OPEN: 'role name agency person scopes' },
};

/** Types about agencies, the catalogue, clocks and the house itself. A type that is in neither list stops the start-up, too. */
const IMPERSONAL_TYPES: ReadonlySet<string> = new Set(
  (
    'Agency AgencyOffice PageInfo RateLimit Suggestion InvalidInputError StateConflictError Reason BilingualText ' +
    'ExpectedDeadline HardshipPolicy ServiceItem ConsentLine ServiceItemStep Material Condition Passport ' +
    'StepOutcome CalendarImport CalendarDay ComputedDeadline ClockRule ClockExtension ClockPractice ClockRegion ' +
    'ExtensionRefusedError AgencyDelivery QuarantinedMessage DisputeStage MediationRoom Mediator MediatorSuggestion ' +
    'MediationStatistics FeedFile FeedImport MatchPart WebhookEndpoint WebhookSecret WebhookHeader Reconciliation ' +
    'LedgerSummary LoopClosure CaseClosure AgencyClosure Share OutcomeChoice Delivery SkippedDay UnionOrganisation ' +
    'Rehearsal RehearsalProgress RehearsalCounts RehearsalOfDivision RehearsalOfDay ServiceItemVersion ' +
    'ServiceItemChange TextFault CatalogueFaultyError'
  ).split(' '),
);

/** Pages and payloads hold nothing of their own but the objects they carry. */
const CARRIERS = /(?:Connection|Edge|Payload)$/;

const RULES: ReadonlyMap<string, ReadonlyMap<string, FieldRule>> = new Map(
  Object.entries(PERSONAL_TYPES).map(([type, rules]) => [
    type,
    new Map(
      Object.entries(rules).flatMap(([rule, fields]) =>
        fields.split(' ').map((field) => [field, rule as FieldRule] as const),
      ),
    ),
  ]),
);

/** Undefined where nobody has decided. */
export function ruleOf(type: string, field: string): FieldRule | undefined {
  const personal = RULES.get(type);
  if (personal) return personal.get(field);
  return IMPERSONAL_TYPES.has(type) || CARRIERS.test(type) ? 'OPEN' : undefined;
}
