import { mayUseRootField } from '#domain/access/root-field-policy.ts';
import type { ResolversTypes } from '#generated/graphql.ts';
import type { Context } from '#resolvers/context.ts';
import { type NodeType, parseGlobalId } from '#resolvers/global-id.ts';

type Node = Awaited<ResolversTypes['Node']>;
type Tagged<Value> = Value & { readonly __typename: NodeType };

/** Types with root fields of their own that not everyone may use: whoever may use none of them is given no node either. */
const ROOT_FIELDS: Partial<Record<NodeType, readonly string[]>> = {
  Person: ['person'],
  Case: ['case'],
  Referral: ['referral', 'referrals'],
  DeadLetter: ['deadLetters'],
  QuarantinedMessage: ['quarantinedMessages'],
  Lead: ['leads'],
  CalendarImport: ['calendarImports'],
  ServiceItemVersion: ['serviceItemVersions'],
  Rehearsal: ['rehearsal'],
  MatchReview: ['matchReviews'],
  FeedFile: ['feedFile'],
  QuarantinedRow: ['quarantinedRows'],
  Reconciliation: ['reconciliations'],
  ReconciliationItem: ['reconciliationItems'],
  PartnerEvent: ['partnerEvents'],
  WebhookEndpoint: ['webhookEndpoint'],
  WebhookDelivery: ['deliveries'],
  AccessRecord: ['accessLog'],
  AccessLedgerEntry: ['ledgerEntries'],
  PartnerKey: ['partnerKey'],
  // Open to every role that may use `node`; a partner key needs the scope.
  ServiceItem: ['serviceItem'],
  Agency: ['agency'],
  AgencyOffice: ['agency'],
  MediationRoom: ['mediationRooms'],
  Mediator: ['mediationRooms'],
  UnionOrganisation: ['person', 'agency'],
};

/**
 * Any object by its global id, through the same policy and the same scoped reads as its own root field. Null for what is
 * missing, not the viewer's to see, malformed, or only ever read as a part of something else.
 */
export async function findNode(globalId: string, { viewer, loaders, usecases }: Context): Promise<Node | null> {
  const parsed = parseGlobalId(globalId);
  if (!parsed) return null;
  const fields = ROOT_FIELDS[parsed.type];
  if (fields && !fields.some((field) => mayUseRootField(viewer, field))) return null;
  const finders: Partial<Record<NodeType, () => Promise<object | undefined> | undefined>> = {
    Person: () => loaders.person.load(parsed.id),
    Case: () => loaders.wholeCase.load(parsed.id),
    Referral: () => loaders.referral.load(parsed.id),
    UnionOrganisation: () => loaders.organisation.load(parsed.id),
    ServiceItem: () => loaders.serviceItemVersion.load(parsed.id),
    Agency: () => loaders.agency.load(parsed.id),
    AgencyOffice: () => loaders.office.load(parsed.id),
    MediationRoom: () => loaders.mediationRoom.load(parsed.id),
    Mediator: () => loaders.mediator.load(parsed.id),
    DeadLetter: () => usecases.findDeadLetter(parsed.id),
    QuarantinedMessage: () => usecases.findQuarantinedMessage(parsed.id),
    Lead: async () => usecases.findLead(parsed.id),
    CalendarImport: () => usecases.findCalendarImport(parsed.id),
    ServiceItemVersion: () => usecases.findVersion(parsed.id),
    FeedFile: () => usecases.findFeedFile(parsed.id),
    QuarantinedRow: () => usecases.findQuarantinedRow(parsed.id),
    Rehearsal: () => usecases.findRehearsal(parsed.id),
    MatchReview: () => usecases.findMatchReview(parsed.id),
    Reconciliation: () => usecases.findReconciliation(parsed.id),
    ReconciliationItem: () => usecases.findReconciliationItem(parsed.id),
    PartnerEvent: () => usecases.findPartnerEvent(parsed.id),
    WebhookEndpoint: () => usecases.findWebhookEndpoint(parsed.id),
    WebhookDelivery: () => usecases.findDelivery(parsed.id),
    AccessRecord: () => usecases.findAccessRecord(parsed.id),
    AccessLedgerEntry: () => usecases.findLedgerEntry(parsed.id),
    PartnerKey: () => usecases.findPartnerKey(parsed.id),
  };
  const found = await finders[parsed.type]?.();
  // Each finder answers the record its type maps to; the table of finders loses the pairing.
  return found ? (tagged(found, parsed.type) as unknown as Node) : null;
}

function tagged<Value extends object>(value: Value, type: NodeType): Tagged<Value> {
  return { ...value, __typename: type };
}
