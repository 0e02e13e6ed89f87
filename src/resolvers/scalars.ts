import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { GraphQLDateTime, GraphQLJSONObject, GraphQLUUID } from 'graphql-scalars';
import { parseLocalDate } from '#domain/referrals/local-date.ts';

/** A scalar that is text of a certain form. Wrong text is the caller's mistake, named without repeating it. */
function textScalar(name: string, isValid: (text: string) => boolean): GraphQLScalarType<string, string> {
  const parse = (value: unknown): string => {
    if (typeof value === 'string' && isValid(value)) return value;
    throw new GraphQLError(`${name} 格式不正确 / is malformed`, { extensions: { code: 'BAD_USER_INPUT' } });
  };
  return new GraphQLScalarType<string, string>({
    name,
    serialize: String,
    parseValue: parse,
    parseLiteral: (node) => parse(node.kind === Kind.STRING ? node.value : undefined),
  });
}

export const scalars = {
  DateTime: GraphQLDateTime,
  UUID: GraphQLUUID,
  JSONObject: GraphQLJSONObject,
  LocalDate: textScalar('LocalDate', (text) => parseLocalDate(text).ok),
  // Relative to this gateway where it points to our own pages.
  URL: textScalar('URL', (text) => URL.canParse(text, 'http://localhost')),
  Yuan: textScalar('Yuan', (text) => /^-?\d{1,13}\.\d{2}$/.test(text)),
  DivisionCode: textScalar('DivisionCode', (text) => /^(\d{6}|\d{9}|\d{12})$/.test(text)),
  CreditCode: textScalar('CreditCode', (text) => /^[0-9A-HJ-NPQRTUWXY]{18}$/.test(text)),
};
