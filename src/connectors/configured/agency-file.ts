import { GraphQLError, Kind, type OperationDefinitionNode, parse } from 'graphql';
import { z } from 'zod';
import { AGENCY_ROLES } from '#domain/agencies/agency-code.ts';
import { LEDGER_STATUSES } from '#domain/agencies/agency-ledger.ts';
import { AGENCY_EVENTS } from '#domain/agencies/inbound-content.ts';
import { REASON_CODES } from '#domain/referrals/referral.ts';
import { isMessageField, MESSAGE_FIELDS, type Template } from './fill-template.ts';

const path = z.string().regex(/^\w+(\.\w+)*$/, 'a dotted path like ticket.no is required');
const urlPath = z.string().regex(/^(\/[\w-]+)*\/?$/, 'a path like /graphql is required');
const word = z.string().trim().min(1).max(100);
const reasonCode = z.enum(REASON_CODES);
const code = z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'lower case with hyphens is required');
const roles = z
  .array(z.enum(AGENCY_ROLES))
  .min(1)
  .refine((list) => new Set(list).size === list.length, 'a role stands here twice');

const variables = z
  .record(z.string(), z.unknown())
  .superRefine((template, context) => {
    for (const fault of templateFaults(template, [])) context.addIssue({ code: 'custom', ...fault });
  })
  // Checked leaf by leaf above; a union of schemas would only say that something somewhere is wrong.
  .transform((template) => template as Readonly<Record<string, Template>>);

const document = z.string().superRefine((text, context) => {
  const fault = documentFault(text);
  if (fault) context.addIssue({ code: 'custom', message: fault });
});

const Receipt = z.strictObject({
  /** Where the receipt stands in `data`; the other paths begin there. */
  at: path,
  outcome: z.enum(['RECEIVED', 'ACCEPTED']),
  /** Must hold our referralId again. */
  referralId: path,
  reference: path.optional(),
  businessStatus: path.optional(),
});

const Send = z.strictObject({ document, variables, receipt: Receipt }).superRefine(assertFilled);
export type Send = z.infer<typeof Send>;

const Inquire = z
  .strictObject({
    document,
    variables: z.record(z.string(), z.literal('key', 'an inquiry knows the key only')),
    at: path,
    /** Must hold our key again. */
    key: path,
    /** Null there: not recorded. */
    record: path,
    reference: path.optional(),
    businessStatus: path.optional(),
  })
  .superRefine(assertFilled);
export type Inquire = z.infer<typeof Inquire>;

const Errors = z.strictObject({
  /** Where an entry of `errors` bears its code. */
  code: path,
  stop: z.array(word).default([]),
  credentials: z.array(word).default([]),
  retry: z.array(word).default([]),
  unknown: z.array(word).default([]),
  refuse: z.record(word, reasonCode).default({}),
});

const Meaning = z
  .strictObject({
    event: z.enum(AGENCY_EVENTS),
    outcome: z
      .string()
      .regex(/^[A-Z][A-Z0-9_]*$/, 'an outcome like AID_GIVEN is required')
      .optional(),
    reasonCode: reasonCode.optional(),
  })
  .refine(({ event, outcome }) => (event === 'COMPLETE') === (outcome !== undefined), {
    message: 'COMPLETE needs an outcome, and nothing else has one',
  });

const Messages = z.strictObject({
  referralId: path,
  status: path,
  sequence: path.optional(),
  occurredAt: path.optional(),
  reference: path.optional(),
  businessStatus: path.optional(),
  note: z.array(path).default([]),
  reason: path.optional(),
  reasons: z.record(word, reasonCode).default({}),
  statuses: z.record(word, Meaning).refine((table) => Object.keys(table).length > 0, 'no status is listed'),
});
export type Messages = z.infer<typeof Messages>;

/** The agency's own list of what it holds of ours, by day. */
const Ledger = z
  .strictObject({
    document,
    variables: z.record(z.string(), z.enum(['day', 'cursor'], 'a ledger is asked for by day and cursor')),
    /** Where the page stands in `data`; the next four paths begin there. */
    at: path,
    rows: path,
    total: path,
    /** Absent or null on the last page. */
    next: path,
    /** These begin at a row. */
    key: path,
    referralId: path.optional(),
    status: path,
    reference: path.optional(),
    recordedAt: path.optional(),
    statuses: z
      .record(word, z.enum(LEDGER_STATUSES))
      .refine((table) => Object.keys(table).length > 0, 'no status is listed'),
  })
  .superRefine(assertFilled);
export type Ledger = z.infer<typeof Ledger>;

const WindowAgency = z.strictObject({ code, channel: z.literal('WINDOW'), roles });

const GraphqlAgency = z
  .strictObject({
    code,
    channel: z.literal('GRAPHQL'),
    roles,
    path: urlPath,
    /** What it bears; `<CODE>_CALLS_PER_SECOND` says otherwise for one installation. */
    callsPerSecond: z.number().min(0.01).max(1_000).optional(),
    effectKey: z.enum(['HONOURED', 'INQUIRY', 'NONE']),
    send: z.strictObject({ DISPATCH: Send, RECALL: Send, SUPPLEMENT: Send }),
    inquire: Inquire.optional(),
    ledger: Ledger.optional(),
    errors: Errors,
    messages: Messages.optional(),
  })
  .refine(({ effectKey, inquire }) => (effectKey === 'INQUIRY') === (inquire !== undefined), {
    path: ['effectKey'],
    message: 'INQUIRY needs a section inquire, and nothing else has one',
  });
export type GraphqlAgency = z.infer<typeof GraphqlAgency>;

/** `catalogue/agencies/<code>.yaml`. */
export const AgencyFile = z.discriminatedUnion('channel', [WindowAgency, GraphqlAgency]);
export type AgencyFile = z.infer<typeof AgencyFile>;

type Path = readonly (string | number)[];

/** Every leaf that is no field of our message, by where it stands. */
function templateFaults(part: unknown, at: Path): readonly { path: (string | number)[]; message: string }[] {
  if (typeof part === 'object' && part !== null && !Array.isArray(part)) {
    return Object.entries(part).flatMap(([name, inner]) => templateFaults(inner, [...at, name]));
  }
  if (typeof part === 'string' && isMessageField(part)) return [];
  return [{ path: [...at], message: `one of ${MESSAGE_FIELDS} is required, with a ? behind it if it may be missing` }];
}

function documentFault(text: string): string | undefined {
  try {
    return operationsOf(text).length === 1 ? undefined : 'one GraphQL operation is required';
  } catch (error) {
    if (error instanceof GraphQLError) return `not GraphQL: ${error.message}`;
    throw error;
  }
}

/** The document's variables and the filled ones are the same; servers ignore a misspelt one without a word. */
function assertFilled(
  { document: text, variables: filled }: { readonly document: string; readonly variables: object },
  context: z.RefinementCtx,
): void {
  if (documentFault(text)) return;
  const declared = operationsOf(text).flatMap((operation) =>
    (operation.variableDefinitions ?? []).map(({ variable }) => variable.name.value),
  );
  for (const name of Object.keys(filled).filter((each) => !declared.includes(each))) {
    context.addIssue({ code: 'custom', path: ['variables', name], message: `the document has no variable $${name}` });
  }
  for (const name of declared.filter((each) => !Object.hasOwn(filled, each))) {
    context.addIssue({ code: 'custom', path: ['variables'], message: `$${name} of the document is not filled` });
  }
}

function operationsOf(text: string): readonly OperationDefinitionNode[] {
  return parse(text).definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
}
