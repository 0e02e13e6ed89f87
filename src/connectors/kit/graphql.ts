import { z } from 'zod';
import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import type { AgencyCall } from '#domain/agencies/agency-connector.ts';
import { AgencyMessageUnreadableError } from '#domain/agencies/agency-errors.ts';
import type { SendOutcome } from '#domain/agencies/send-outcome.ts';
import type { ReasonCode } from '#domain/referrals/referral.ts';
import { AgencyExchangeError } from './agency-exchange-error.ts';
import type { AgencyLine } from './agency-line.ts';
import { valueAt, wordAt } from './dotted-path.ts';
import { readNote } from './foreign-text.ts';
import type { HttpResponse } from './http-exchange.ts';
import { requireOk } from './http-status.ts';
import { writeJson } from './json-body.ts';
import { readJson } from './json-reader.ts';
import { readShape } from './read-shape.ts';

/**
 * GraphQL towards an agency. The status says little here: a refused request is often 200 with `errors`, a broken-down
 * server may be 200 with `data: null`, and a 4xx may hold a GraphQL answer. What counts is whether the thing asked for is
 * there, and if not, what the codes of the errors mean.
 */
export interface GraphqlDialect {
  readonly agency: AgencyCode;
  /** Under the agency's address. */
  readonly path: string;
  readonly token?: string | undefined;
  /** Where an entry of `errors` bears its code: `extensions.code`. */
  readonly errorCodeAt: string;
  readonly errorCodes: ReadonlyMap<string, GraphqlErrorMeaning>;
}

/**
 * STOP: we asked wrongly. CREDENTIALS: they do not know us. RETRY: surely not recorded. UNKNOWN: they broke down and may
 * have recorded it. Else the agency declines, with a reason of ours.
 */
export type GraphqlErrorMeaning = 'STOP' | 'CREDENTIALS' | 'RETRY' | 'UNKNOWN' | { readonly refused: ReasonCode };

export interface GraphqlOperation {
  readonly document: string;
  readonly variables: object;
  /** The path in `data` of what is asked for; where it is null, the errors speak. */
  readonly at: string;
  /** Errors beside what is asked for: a receipt is a receipt all the same, but "nothing found" may be what failed. */
  readonly whole?: boolean;
}

export type GraphqlRefusal = Extract<SendOutcome, { kind: 'REFUSED' }>;

/** Statuses under which GraphQL servers answer in their own words. */
const SPEAKING_STATUSES = [400, 401, 403, 404, 409, 422];

const ErrorList = z.array(z.record(z.string(), z.unknown())).max(100);
type ErrorList = z.infer<typeof ErrorList>;

const Body = z.object({ data: z.record(z.string(), z.unknown()).nullish(), errors: ErrorList.nullish() });
type Body = z.infer<typeof Body>;

/** What is asked for, read by `read`, or the agency's no. Throws AgencyUnavailableError. */
export function askGraphql<Answer>(
  line: AgencyLine,
  dialect: GraphqlDialect,
  operation: GraphqlOperation,
  call: AgencyCall,
  read: (found: unknown) => Answer,
): Promise<Answer | GraphqlRefusal> {
  const request = {
    method: 'POST',
    path: dialect.path,
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json',
      ...(dialect.token && { authorization: `Bearer ${dialect.token}` }),
    },
    body: writeJson({ query: operation.document, variables: operation.variables }),
  } as const;
  return line.ask(request, call, {
    alsoAnswers: SPEAKING_STATUSES,
    read(response) {
      const body = readBody(response, dialect.agency);
      const found = valueAt(body.data, operation.at);
      const errors = body.errors ?? [];
      if (found !== null && found !== undefined && (errors.length === 0 || !operation.whole)) return read(found);
      if (errors.length === 0) throw new AgencyMessageUnreadableError(`data.${operation.at}: missing`);
      return refusalOf(errors, response, dialect);
    },
  });
}

function readBody(response: HttpResponse, agency: AgencyCode): Body {
  if (response.status < 400) return readShape(Body, readJson(response.body));
  try {
    return readShape(Body.extend({ errors: ErrorList.min(1) }), readJson(response.body));
  } catch (error) {
    // Not a GraphQL answer: something before the server said no, and its status is all that there is.
    if (error instanceof AgencyMessageUnreadableError) requireOk(response, agency);
    throw error;
  }
}

/** The agency's no, or an AgencyExchangeError: of several errors the one that lets us conclude least. */
function refusalOf(errors: ErrorList, response: HttpResponse, dialect: GraphqlDialect): GraphqlRefusal {
  const { agency, errorCodeAt, errorCodes } = dialect;
  const meanings = errors.map((error) => {
    const code = wordAt(error, errorCodeAt);
    return { message: error['message'], meaning: code === undefined ? undefined : errorCodes.get(code) };
  });
  if (meanings.some(({ meaning }) => meaning === undefined)) {
    if (response.status >= 400) requireOk(response, agency);
    throw new AgencyMessageUnreadableError(`errors.${errorCodeAt}: unknown word`);
  }
  for (const grave of ['UNKNOWN', 'STOP', 'CREDENTIALS', 'RETRY'] as const) {
    if (meanings.some(({ meaning }) => meaning === grave)) throw faultOf(grave, agency);
  }
  for (const { meaning, message } of meanings) {
    if (typeof meaning === 'object') {
      const reason = typeof message === 'string' ? readNote(message) : undefined;
      return { kind: 'REFUSED', reasonCode: meaning.refused, reason };
    }
  }
  throw new AgencyMessageUnreadableError('errors: none that says anything');
}

function faultOf(meaning: 'UNKNOWN' | 'STOP' | 'CREDENTIALS' | 'RETRY', agency: AgencyCode): AgencyExchangeError {
  switch (meaning) {
    case 'UNKNOWN':
      return new AgencyExchangeError('SERVER_ERROR', `${agency}: broke down`, { recorded: 'MAYBE' });
    case 'RETRY':
      return new AgencyExchangeError('THROTTLED', `${agency}: busy`, { recorded: 'NO', blameAgency: false });
    case 'CREDENTIALS':
      return new AgencyExchangeError('CREDENTIALS', `${agency}: does not know us`, {
        recorded: 'NO',
        blameAgency: false,
      });
    case 'STOP':
      return new AgencyExchangeError('REJECTED_REQUEST', `${agency}: we asked wrongly`, {
        recorded: 'NO',
        blameAgency: false,
      });
  }
}

/** For a question: a no is no answer to it. Throws AgencyExchangeError. */
export function answerOnly<Answer extends object>(answer: Answer | GraphqlRefusal, agency: AgencyCode): Answer {
  if ('kind' in answer && answer.kind === 'REFUSED') throw faultOf('STOP', agency);
  return answer as Exclude<Answer, GraphqlRefusal>;
}

/** The codes that servers use without being asked; an agency's own come on top. */
export const USUAL_ERROR_CODES: ReadonlyMap<string, GraphqlErrorMeaning> = new Map<string, GraphqlErrorMeaning>([
  ['BAD_REQUEST', 'STOP'],
  ['BAD_USER_INPUT', 'STOP'],
  ['GRAPHQL_PARSE_FAILED', 'STOP'],
  ['GRAPHQL_VALIDATION_FAILED', 'STOP'],
  ['OPERATION_RESOLUTION_FAILURE', 'STOP'],
  ['UNAUTHENTICATED', 'CREDENTIALS'],
  ['FORBIDDEN', 'CREDENTIALS'],
  ['INTERNAL', 'UNKNOWN'],
  ['INTERNAL_SERVER_ERROR', 'UNKNOWN'],
]);
