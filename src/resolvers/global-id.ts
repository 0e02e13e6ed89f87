import { refuse } from '#domain/errors.ts';

/** Types that have a global id, with the short tag inside it. Tags are for ever: ids are kept by partners. */
const TAGS = {
  Person: 'psn',
  Membership: 'mbr',
  UnionOrganisation: 'org',
  HardshipFile: 'hsf',
  ServiceItem: 'svi',
  ServiceItemVersion: 'siv',
  Rehearsal: 'rhs',
  Case: 'cas',
  CaseEvent: 'evt',
  Consent: 'cns',
  Referral: 'ref',
  Deadline: 'ddl',
  Agency: 'agy',
  AgencyOffice: 'ofc',
  DeadLetter: 'dlt',
  QuarantinedMessage: 'qrm',
  Lead: 'led',
  FeedImport: 'imp',
  FeedFile: 'ffl',
  QuarantinedRow: 'qrw',
  MedicalSettlement: 'mst',
  MutualAidEnrolment: 'mae',
  CalendarImport: 'cim',
  MediationRoom: 'mrm',
  Mediator: 'mdt',
  MatchReview: 'mrv',
  PersonLink: 'pln',
  Reconciliation: 'rcn',
  ReconciliationItem: 'rci',
  PartnerEvent: 'pev',
  WebhookEndpoint: 'whe',
  WebhookDelivery: 'whd',
  AccessRecord: 'acr',
  AccessLedgerEntry: 'ale',
  PartnerKey: 'pky',
} as const;

export type NodeType = keyof typeof TAGS;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const CODE = /^[a-z][a-z0-9-]{0,40}$/;

/** Opaque to callers: base64url of tag and row id. It carries no right; every fetch checks the viewer's scope. */
export function globalId(type: NodeType, id: string): string {
  return Buffer.from(`${TAGS[type]}:${id}`).toString('base64url');
}

export function parseGlobalId(text: string): { readonly type: NodeType; readonly id: string } | undefined {
  const [tag, id = '', ...rest] = Buffer.from(text.slice(0, 120), 'base64url').toString().split(':');
  const type = (Object.keys(TAGS) as NodeType[]).find((candidate) => TAGS[candidate] === tag);
  const form = type === 'Agency' ? CODE : UUID;
  return type && rest.length === 0 && form.test(id) ? { type, id } : undefined;
}

/** The row id in a global id of that type; undefined for any other text. */
export function rowIdOf(type: NodeType, text: string): string | undefined {
  const parsed = parseGlobalId(text);
  return parsed?.type === type ? parsed.id : undefined;
}

/** For inputs of mutations. Throws RequestRefusedError NOT_FOUND at `path`: malformed and missing look the same. */
export function requireRowId(type: NodeType, text: string, path: string): string {
  return rowIdOf(type, text) ?? refuse('NOT_FOUND', [path]);
}
