import { buildSchema, isObjectType, Kind } from 'graphql';
import { describe, expect, it } from 'vitest';
import { readSdl } from '#app/create-schema.ts';
import { FIELD_CLASSES } from '#domain/access/disclosure.ts';
import { PERSONAL_TYPES, ruleOf } from '#domain/access/graph-fields.ts';

const schema = buildSchema(readSdl());
const fields = Object.values(schema.getTypeMap())
  .filter(isObjectType)
  .filter(({ name }) => !name.startsWith('__') && !['Query', 'Mutation', 'Subscription'].includes(name))
  .flatMap((type) => Object.values(type.getFields()).map((field) => ({ type: type.name, field })));

/** What the contract says on the field itself. */
function written({ astNode }: (typeof fields)[number]['field']): string {
  const directive = astNode?.directives?.find(({ name }) => ['sensitive', 'masked'].includes(name.value));
  if (!directive) return 'OPEN';
  const [argument] = directive.arguments ?? [];
  return argument?.value.kind === Kind.ENUM ? argument.value.value : 'MASKED';
}

describe(`the rules of ${fields.length} fields of the graph`, () => {
  it('leave none undecided', () => {
    expect(fields.length).toBeGreaterThan(500);
    expect(
      fields.filter(({ type, field }) => !ruleOf(type, field.name)).map(({ type, field }) => `${type}.${field.name}`),
    ).toEqual([]);
  });

  it('are those that stand in the contract', () => {
    const differing = fields.filter(({ type, field }) => ruleOf(type, field.name) !== written(field));

    expect(
      differing.map(({ type, field }) => `${type}.${field.name}: ${ruleOf(type, field.name)}, @${written(field)}`),
    ).toEqual([]);
    expect(new Set(fields.map(({ field }) => written(field)))).toEqual(
      new Set(['OPEN', 'MASKED', ...FIELD_CLASSES.filter((each) => each !== 'FINANCIAL')]),
    );
  });

  it('speak of no field and no type that is not there', () => {
    const there = new Set(fields.map(({ type, field }) => `${type}.${field.name}`));
    const spoken = Object.entries(PERSONAL_TYPES).flatMap(([type, rules]) =>
      Object.values(rules).flatMap((names) => names.split(' ').map((name) => `${type}.${name}`)),
    );

    expect(spoken.filter((name) => !there.has(name))).toEqual([]);
    expect(new Set(spoken).size).toBe(spoken.length);
  });

  it('say nothing of a type that nobody has classified', () => {
    expect(ruleOf('Diary', 'page')).toBeUndefined();
    expect(ruleOf('Person', 'diary')).toBeUndefined();
  });
});
