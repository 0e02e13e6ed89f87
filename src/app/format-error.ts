import type { GraphQLError, GraphQLFormattedError } from 'graphql';
import type { RefusalCode } from '#app/limits/refusals.ts';
import { LedgerUnavailableError } from '#domain/access/access-ledger.ts';
import { PASSING_ERRORS, type PassingErrorCode } from '#domain/passing-errors.ts';
import type { Logger } from '#platform/logger.ts';
import { isBusy } from '#store/is-busy.ts';

/** Codes a caller may see, and in Chinese what they mean; everything else is ours to mend and says only that. */
const SHOWN: ReadonlyMap<string, string> = new Map([
  ['UNAUTHENTICATED', '请出示有效的访问令牌'],
  ['FORBIDDEN', '您的身份不能使用此功能'],
  ['NOT_FOUND', '找不到，或无权查看'],
  ['BAD_USER_INPUT', '变量有误'],
  ['BAD_REQUEST', '请求有误'],
  ['GRAPHQL_PARSE_FAILED', '语句不合 GraphQL 语法'],
  ['GRAPHQL_VALIDATION_FAILED', '语句与接口定义不符'],
  ['OPERATION_RESOLUTION_FAILURE', '不能确定要执行哪个操作'],
  ['PERSISTED_QUERY_NOT_FOUND', '没有这条预存语句'],
  ['PERSISTED_QUERY_NOT_SUPPORTED', '不支持预存语句'],
]);

/** Refusals of our own, in both languages already, with figures that belong to the caller. */
const TOLD_WHOLE: ReadonlySet<unknown> = new Set([
  'QUERY_TOO_COMPLEX',
  'RATE_LIMITED',
  'TRUSTED_DOCUMENT_REQUIRED',
] satisfies RefusalCode[]);

/** Faults that graphql-js leaves without a code although the caller caused them. */
const CALLERS_FAULTS: readonly (readonly [RegExp, string])[] = [
  [/^(Variable "\$|Too many errors processing variables)/, 'BAD_USER_INPUT'],
  [/^Syntax Error/, 'GRAPHQL_PARSE_FAILED'],
  [/^(Unable to identify operation|Schema is not configured)/, 'OPERATION_RESOLUTION_FAILURE'],
];

/** What leaves the house of an error: no stack, no query, no agency's answer, no value that was sent in. */
export function formatError(formatted: GraphQLFormattedError, error: unknown, log: Logger): GraphQLFormattedError {
  const given = formatted.extensions?.['code'];
  if (TOLD_WHOLE.has(given)) return formatted;
  const shown = typeof given === 'string' && SHOWN.has(given) ? given : undefined;
  const code = shown ?? CALLERS_FAULTS.find(([pattern]) => pattern.test(formatted.message))?.[1];
  const locations = {
    ...(formatted.locations && { locations: formatted.locations }),
    ...(formatted.path && { path: formatted.path }),
  };
  if (code) return { message: shownMessage(formatted.message, code), ...locations, extensions: { code } };
  const err = (error as GraphQLError | undefined)?.originalError ?? error;
  log.error({ err, path: formatted.path }, 'a field could not be answered');
  const passing = err instanceof LedgerUnavailableError ? 'LEDGER_UNAVAILABLE' : isBusy(err) ? 'OVERLOADED' : undefined;
  if (passing) return { message: passingMessage(passing), ...locations, extensions: { code: passing } };
  return {
    message: '系统内部错误，请稍后重试 / internal error, try again later',
    ...locations,
    extensions: { code: 'INTERNAL' },
  };
}

function passingMessage(code: PassingErrorCode): string {
  const { zh, en, remedyZh, remedyEn } = PASSING_ERRORS[code];
  return `${zh}，${remedyZh} / ${en}, ${remedyEn}`;
}

/** Our own messages are in both languages already; graphql-js and Apollo speak English only. */
function shownMessage(message: string, code: string): string {
  const english = aboutVariable(message) ?? withoutValues(message);
  return /\p{Script=Han}/u.test(english) ? english : `${SHOWN.get(code)} / ${english}`;
}

/**
 * graphql-js quotes the value it could not take, which may be an identity number or a name: `Variable "$input" got
 * invalid value "4501…" at "input.residentId"; …`. So the message is put together anew from the names in it.
 */
function aboutVariable(message: string): string | undefined {
  const variable = /^Variable "\$([A-Za-z_]\w*)" got invalid value /.exec(message)?.[1];
  if (!variable) return undefined;
  const at = [...message.matchAll(/ at "([A-Za-z_]\w*(?:\.[A-Za-z_]\w*|\[\d{1,5}\])+)"; /g)].at(-1)?.[1] ?? variable;
  const missing = /; Field "(\w+)" of required type "([\w![\]]+)" was not provided\.$/.exec(message);
  const unknown = /; Field ".*" is not defined by type "(\w+)"\.(?: Did you mean .+\?)?$/s.exec(message)?.[1];
  const wanted =
    /; (?:Expected (?:non-nullable )?type "([\w![\]]+)"|([A-Z]\w*) (?:cannot represent|格式不正确)|Value is not a valid (\w+):|(?:Enum|Value) .*"(\w+)" (?:enum|cannot represent))/s.exec(
      message,
    );
  const type = wanted?.slice(1).find((name) => name !== undefined);
  const problem = missing
    ? `lacks "${missing[1]}" (${missing[2]})`
    : unknown
      ? `has a field that ${unknown} does not know`
      : type
        ? `should be ${type}`
        : 'is not acceptable';
  return withoutNumbers(`variable "$${variable}": "${at}" ${problem}`);
}

/** Literals written into the document are quoted likewise. Names of the schema stay. */
function withoutValues(message: string): string {
  const named = message
    .replace(/cannot represent.*$/s, 'cannot represent the value given')
    .replace(/is not a valid (\w+):.*$/s, 'is not a valid $1')
    .replace(/has invalid value.*$/s, 'has an invalid value')
    .replace(/^Value ".*" does not exist in "(\w+)" enum.*$/s, 'A value does not exist in "$1" enum')
    .replace(/^(Expected value of type "[^"]*"), found .*$/s, '$1')
    .replace(/((?:Block)?String|Int|Float|Comment) ".*"/s, '$1')
    .replace(/^Unknown operation named .*$/s, 'Unknown operation name')
    .replace(/"[^"]*[^\x20-\x7e][^"]*"/g, '"…"');
  return withoutNumbers(named.trim());
}

/** Last of all: whatever else a message quotes, it is not a long number. No name in the schema holds one. */
function withoutNumbers(message: string): string {
  return message.replace(/\d{6,}[\dXx]?/g, '…').slice(0, 500);
}
