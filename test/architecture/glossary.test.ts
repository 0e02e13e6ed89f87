import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Kind } from 'graphql';
import { describe, expect, it } from 'vitest';
import { definitions, fieldsOf } from './support/contract.ts';
import { readText, ROOT } from './support/repository-files.ts';

const typeNames = definitions.flatMap((definition) => {
  switch (definition.kind) {
    case Kind.ENUM_TYPE_DEFINITION:
    case Kind.INPUT_OBJECT_TYPE_DEFINITION:
    case Kind.INTERFACE_TYPE_DEFINITION:
    case Kind.OBJECT_TYPE_DEFINITION:
    case Kind.SCALAR_TYPE_DEFINITION:
    case Kind.UNION_TYPE_DEFINITION:
      return [definition.name.value];
    default:
      return [];
  }
});

const mutationNames = new Set(fieldsOf('Mutation').map(({ name }) => name.value));

/**
 * The word a type belongs to: `CaseConnection` and `CaseEdge` are pages of `Case`, `OpenCaseInput` and `OpenCasePayload`
 * the two sides of the mutation `openCase`. Any other type is a word of its own.
 */
function wordOf(typeName: string): string {
  const [, subject, suffix] = /^(.+?)(Connection|Edge|Input|Payload)$/.exec(typeName) ?? [];
  if (subject === undefined) return typeName;
  if (suffix === 'Connection' || suffix === 'Edge') return subject;
  const verb = subject.charAt(0).toLowerCase() + subject.slice(1);
  return mutationNames.has(verb) ? verb : typeName;
}

describe('GLOSSARY.md', () => {
  it('explains every word of the public contract', () => {
    const glossary = existsSync(join(ROOT, 'GLOSSARY.md')) ? readText('GLOSSARY.md') : '';
    const explained = new Set([...glossary.matchAll(/`([A-Za-z]+)`/g)].map((match) => match[1]));

    const words = [...new Set(typeNames.map(wordOf))].filter(
      (word) => !['Query', 'Mutation', 'Subscription'].includes(word),
    );

    expect(words.length).toBeGreaterThan(30);
    expect(words.filter((word) => !explained.has(word)).toSorted()).toEqual([]);
  });
});
