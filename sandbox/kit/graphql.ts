import { graphqlSync, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { readJsonBody } from './json-body.ts';

/** One GraphQL request over POST, executed at once; undefined when the body is no such request. */
export function executeGraphql(schema: GraphQLSchema, rootValue: object, bytes: Buffer): ExecutionResult | undefined {
  const body = readJsonBody(bytes);
  const source = body?.text('query');
  if (!body || !source) return undefined;
  const variables = body.content['variables'];
  return graphqlSync({
    schema,
    source,
    rootValue,
    operationName: body.text('operationName'),
    variableValues: isObject(variables) ? variables : {},
  });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
