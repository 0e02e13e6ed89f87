import { type GraphQLResolveInfo, isObjectType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { createSchema, readSdl } from '#app/create-schema.ts';
import { FIELD_CLASSES, type FieldClass } from '#domain/access/disclosure.ts';
import { createDisclosures } from '#domain/access/disclosures.ts';
import { grantOf } from '#domain/access/field-policy.ts';
import { ruleOf } from '#domain/access/graph-fields.ts';
import { VIEWER_ROLES } from '#domain/access/viewer.ts';
import { makeViewer } from '../../domain/access/viewers.ts';

const isClass = (rule: string | undefined): rule is FieldClass => FIELD_CLASSES.some((each) => each === rule);

const SENSITIVE = Object.values(createSchema(readSdl()).getTypeMap())
  .filter(isObjectType)
  .flatMap((type) =>
    Object.values(type.getFields()).flatMap((field) => {
      const rule = ruleOf(type.name, field.name);
      return isClass(rule) ? [{ name: `${type.name}.${field.name}`, rule, resolve: field.resolve }] : [];
    }),
  );
const CELLS = SENSITIVE.flatMap((field) =>
  VIEWER_ROLES.map((role) => ({ ...field, role, grant: grantOf(role, field.rule) })),
);

/** What a field answers of a record of which nothing is known, and whether it was looked into. */
async function ask({ name, resolve, role }: (typeof CELLS)[number]): Promise<'NULL' | 'LOOKED INTO'> {
  let lookedInto = false;
  const record: unknown = new Proxy(
    {},
    {
      get() {
        lookedInto = true;
        return undefined;
      },
    },
  );
  const context: unknown = {
    viewer: makeViewer(role),
    statedPurpose: async () => undefined,
    disclosures: createDisclosures(),
    loaders: new Proxy({}, { get: () => ({ load: async () => undefined }) }),
  };
  const info = { fieldName: name.split('.')[1] };
  const answer: unknown = await Promise.resolve(
    resolve?.(record, {}, context as never, info as GraphQLResolveInfo),
  ).catch(() => 'what comes of a record of nothing');
  return lookedInto || answer !== null ? 'LOOKED INTO' : 'NULL';
}

describe(`${SENSITIVE.length} sensitive fields for ${VIEWER_ROLES.length} roles, ${CELLS.length} cells`, () => {
  it('are of every class but that of the cards, which stand in forms', () => {
    expect(SENSITIVE.length).toBeGreaterThan(20);
    expect(new Set(SENSITIVE.map(({ rule }) => rule))).toEqual(
      new Set(FIELD_CLASSES.filter((each) => each !== 'FINANCIAL')),
    );
  });

  const ofRecords = CELLS.filter(({ name }) => !name.startsWith('Person.'));

  it.each(ofRecords.filter(({ grant }) => !grant).map((cell) => [cell.name, cell.role, cell] as const))(
    '%s is null for %s before anything of the record is looked at',
    async (_name, _role, cell) => {
      expect(await ask(cell)).toBe('NULL');
    },
  );

  it.each(ofRecords.filter(({ grant }) => grant).map((cell) => [cell.name, cell.role, cell] as const))(
    '%s is read for %s',
    async (_name, _role, cell) => {
      expect(await ask(cell)).toBe('LOOKED INTO');
    },
  );
});
