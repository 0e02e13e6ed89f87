import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DocumentNode, Kind, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { mayUseRootField, ROOT_FIELD_POLICY } from '#domain/access/root-field-policy.ts';
import { VIEWER_ROLES } from '#domain/access/viewer.ts';
import { makeViewer } from './viewers.ts';

const folder = join(import.meta.dirname, '../../../schema');
const contract: DocumentNode = parse(
  readdirSync(folder)
    .filter((name) => name.endsWith('.graphql'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n'),
);

/** By root field, the roles its `@access` names. */
const written = contract.definitions.flatMap((definition) => {
  const isObject = definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.OBJECT_TYPE_EXTENSION;
  if (!isObject || !['Query', 'Mutation', 'Subscription'].includes(definition.name.value)) return [];
  return (definition.fields ?? []).map((field) => {
    const to = field.directives
      ?.find(({ name }) => name.value === 'access')
      ?.arguments?.find(({ name }) => name.value === 'to')?.value;
    const roles =
      to?.kind === Kind.LIST ? to.values.map((value) => (value.kind === Kind.ENUM ? value.value : '?')) : [];
    return [field.name.value, roles] as const;
  });
});

describe(`the policy of the ${written.length} root fields`, () => {
  it('speaks of every root field of the contract once, and of no other', () => {
    expect(written.length).toBeGreaterThan(30);
    expect(Object.keys(ROOT_FIELD_POLICY).toSorted()).toEqual(written.map(([field]) => field).toSorted());
  });

  it.each(written)('lets %s be used by the roles its @access names', (field, roles) => {
    expect(roles.length).toBeGreaterThan(0);
    expect(VIEWER_ROLES.filter((role) => mayUseRootField(makeViewer(role), field))).toEqual(
      VIEWER_ROLES.filter((role) => roles.includes(role)),
    );
    expect([...roles].toSorted()).toEqual([...(ROOT_FIELD_POLICY[field] ?? [])].toSorted());
  });

  it('knows the same roles as the contract', () => {
    const roles = contract.definitions.flatMap((definition) =>
      definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === 'ViewerRole'
        ? (definition.values ?? [])
        : [],
    );

    expect(roles.map(({ name }) => name.value).toSorted()).toEqual([...VIEWER_ROLES].toSorted());
  });

  it.each([
    '',
    'deleteEverything',
    'constructor',
    '__proto__',
    'toString',
    'hasOwnProperty',
    '__schema',
    'Query',
    'CASE',
  ])('refuses the field %j, which it does not know, to everyone', (field) => {
    expect(VIEWER_ROLES.filter((role) => mayUseRootField(makeViewer(role), field))).toEqual([]);
  });

  it('gives a partner key without scopes nothing but its own name and budget', () => {
    expect(written.map(([field]) => field).filter((field) => mayUseRootField(makeViewer('PARTNER'), field))).toEqual([
      'viewer',
      'rateLimit',
    ]);
  });

  it('lets nobody but handlers answer a referral, and no handler steer it', () => {
    const answers = written
      .map(([field]) => field)
      .filter((field) => /^(receive|accept|start|return|refuse|complete)Referral$|^requestSupplement$/.test(field));
    const steering = [
      'provideSupplement',
      'recallReferral',
      'resendReferral',
      'resolveDoubt',
      'openCase',
      'withdrawCase',
      'rateCase',
    ];
    const may = (role: (typeof VIEWER_ROLES)[number]) => (field: string) => mayUseRootField(makeViewer(role), field);

    expect(answers).toHaveLength(7);
    for (const role of ['WORKER', 'OPERATOR', 'AUDITOR', 'PARTNER'] as const)
      expect(answers.filter(may(role))).toEqual([]);
    for (const role of ['MEDIATOR', 'TOWNSHIP', 'AGENCY', 'AUDITOR', 'PARTNER'] as const)
      expect(steering.filter(may(role))).toEqual([]);
  });
});
