import { decideClass } from '#domain/access/decide-read.ts';
import { explainRead, OPEN_FIELD } from '#domain/access/explain-read.ts';
import { ruleOf } from '#domain/access/graph-fields.ts';
import type { QueryResolvers } from '#generated/graphql.ts';
import { findNode } from '#resolvers/find-node.ts';
import { parseGlobalId } from '#resolvers/global-id.ts';
import { decidePersonField, isPersonField } from '#resolvers/read-of-person.ts';

/** Null for an object that is not the viewer's to see, as for one that is not there, and for a field that it has not. */
export const explainAccess: NonNullable<QueryResolvers['explainAccess']> = async (_parent, { id, field }, context) => {
  const parsed = parseGlobalId(id);
  const rule = parsed && ruleOf(parsed.type, field);
  const found = parsed && rule && (await findNode(id, context));
  if (!found) return null;
  if (rule === 'OPEN' || rule === 'MASKED') return OPEN_FIELD;
  if (parsed.type === 'Person' && isPersonField(field))
    return explainRead(await decidePersonField(field, parsed.id, context), rule);
  return explainRead(decideClass(context.viewer, rule, 'confidential' in found && found.confidential), rule);
};
