import { type GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from '#platform/logger.ts';

/** Codes a caller may see; everything else is ours to mend and says only that. */
const SHOWN = new Set([
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
]);

/** Faults of graphql-js that come without a code although the caller caused them. */
const CALLERS_FAULT = /^(Schema is not configured|Variable "\$|Too many errors processing variables|Syntax Error)/;

/** What leaves the house of an error: no stack, no query, no agency's answer, no value that was sent in. */
export function formatError(formatted: GraphQLFormattedError, error: unknown, log: Logger): GraphQLFormattedError {
  const given = formatted.extensions?.['code'];
  const code = typeof given === 'string' ? given : 'INTERNAL_SERVER_ERROR';
  const locations = { ...(formatted.locations && { locations: formatted.locations }), ...(formatted.path && { path: formatted.path }) };
  if (SHOWN.has(code)) return { message: withoutValues(formatted.message), ...locations, extensions: { code } };
  if (CALLERS_FAULT.test(formatted.message)) {
    return { message: withoutValues(formatted.message), ...locations, extensions: { code: 'BAD_REQUEST' } };
  }
  log.error({ err: (error as GraphQLError | undefined)?.originalError ?? error, path: formatted.path }, 'a field could not be answered');
  return { message: '系统内部错误，请稍后重试 / internal error, try again later', ...locations, extensions: { code: 'INTERNAL' } };
}

/** graphql-js quotes what it could not take: `got invalid value "4501…" at`. The value may be an identity number. */
function withoutValues(message: string): string {
  return message.replace(/(got invalid value|invalid value|cannot represent[^:]*:) .*?(?= at "|; |$)/s, '$1 …');
}
