import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { makeExecutableSchema } from '@graphql-tools/schema';
import {
  defaultFieldResolver,
  type GraphQLFieldConfig,
  GraphQLError,
  type GraphQLObjectType,
  type GraphQLSchema,
  isObjectType,
} from 'graphql';
import { grantOf } from '#domain/access/field-policy.ts';
import { ruleOf } from '#domain/access/graph-fields.ts';
import { mayUseRootField, ROOT_FIELD_POLICY } from '#domain/access/root-field-policy.ts';
import { resolveTotalCount } from '#resolvers/connection.ts';
import type { Context } from '#resolvers/context.ts';
import { resolvers } from '#resolvers/index.ts';
import { noteShown, SUBJECTS } from '#resolvers/shown.ts';

const SCHEMA_FOLDER = path.join(import.meta.dirname, '../../schema');

/** The public contract as text, one file after another. */
export function readSdl(): string {
  const files = readdirSync(SCHEMA_FOLDER)
    .filter((file) => file.endsWith('.graphql'))
    .toSorted();
  return files.map((file) => readFileSync(path.join(SCHEMA_FOLDER, file), 'utf8')).join('\n');
}

/**
 * SDL and resolvers together, with the gate in front of every root field: whoever may not use it is refused before
 * anything is fetched, over HTTP and WebSocket alike. A root field the policy does not know stops the start-up.
 */
export function createSchema(sdl: string): GraphQLSchema {
  const schema = makeExecutableSchema<Context>({
    typeDefs: sdl,
    resolvers,
    resolverValidationOptions: { requireResolversToMatchSchema: 'error' },
  });
  for (const root of [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]) {
    for (const [name, field] of Object.entries(root?.getFields() ?? {})) guard(name, field);
  }
  for (const type of Object.values(schema.getTypeMap())) {
    if (isObjectType(type) && !ROOTS.has(type.name) && !type.name.startsWith('__')) gateFields(type);
    const counted = isObjectType(type) && type.name.endsWith('Connection') && type.getFields()['totalCount'];
    if (counted) counted.resolve = resolveTotalCount;
  }
  return schema;
}

const ROOTS: ReadonlySet<string> = new Set(['Query', 'Mutation', 'Subscription']);

/**
 * Deny by default within a record: a field that nobody has classified stops the start-up, a class that the viewer's role is
 * never shown is null before anything is read for it, and what is shown is remembered for the access ledger. Only sensitive
 * fields are wrapped: a wrapper around every field would cost more than all the rest of execution.
 */
function gateFields(type: GraphQLObjectType<unknown, Context>): void {
  for (const [name, field] of Object.entries(type.getFields())) {
    const rule = ruleOf(type.name, name);
    if (!rule) throw new RangeError(`no rule says who may read ${type.name}.${name} (domain/access/graph-fields.ts)`);
    // Those of a person are decided for each person, where they are read.
    if (rule === 'OPEN' || rule === 'MASKED' || type.name === 'Person') continue;
    const subjectOf = SUBJECTS[type.name];
    if (!subjectOf) throw new RangeError(`nothing says whom ${type.name} is about (resolvers/shown.ts)`);
    const { resolve = defaultFieldResolver } = field;
    field.resolve = async (parent, args, context, info) => {
      if (!grantOf(context.viewer.role, rule)) return null;
      const value: unknown = await resolve(parent, args, context, info);
      // The record that this type maps to: graphql-js hands parents on without their type.
      if (value !== null && value !== undefined) await noteShown(subjectOf(parent as never), rule, context);
      return value;
    };
  }
}

function guard(name: string, field: Pick<GraphQLFieldConfig<unknown, Context>, 'resolve' | 'subscribe'>): void {
  if (!Object.hasOwn(ROOT_FIELD_POLICY, name))
    throw new RangeError(`no policy says who may use the root field ${name}`);
  const { resolve = defaultFieldResolver, subscribe } = field;
  if (subscribe) {
    field.subscribe = (parent, args, context, info) => {
      refuseUnlessAllowed(context, name);
      return subscribe(parent, args, context, info);
    };
    return;
  }
  field.resolve = (parent, args, context, info) => {
    refuseUnlessAllowed(context, name);
    return resolve(parent, args, context, info);
  };
}

function refuseUnlessAllowed({ viewer }: Context, field: string): void {
  if (mayUseRootField(viewer, field)) return;
  throw new GraphQLError('您的身份不能使用此功能 / your role may not use this', { extensions: { code: 'FORBIDDEN' } });
}
