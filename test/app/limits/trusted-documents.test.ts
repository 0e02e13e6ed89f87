import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildSchema } from 'graphql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { documentHash } from '#app/limits/examine-document.ts';
import { BadManifestError, loadTrustedDocuments } from '#app/limits/trusted-documents.ts';

const schema = buildSchema('type Query { a: Query b: Int }');
const [ONE, TWO] = ['{ b }', '{ a { b } }'];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'onedoor-documents-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, content: unknown): void =>
  writeFileSync(path.join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
const apollo = (...bodies: string[]) => ({
  format: 'apollo-persisted-query-manifest',
  version: 1,
  operations: bodies.map((body) => ({ id: documentHash(body), name: 'A', type: 'query', body })),
});

describe('manifests', () => {
  it('are read in both formats, from every file', () => {
    write('one.json', apollo(ONE));
    write('two.json', { [`sha256:${documentHash(TWO)}`]: TWO });
    write('readme.md', 'not a manifest');

    const documents = loadTrustedDocuments(folder, 'also', schema);

    expect(documents.size).toBe(2);
    expect([ONE, TWO].map((text) => documents.textOf(documentHash(text)))).toEqual([ONE, TWO]);
    expect(documents.textOf(documentHash('{ a }'))).toBeUndefined();
    expect(documents.textOf('constructor')).toBeUndefined();
  });

  it('leave out a document the contract does not take any more, and say so', () => {
    const old = '{ b c }';
    write('one.json', apollo(ONE, old, '{ b'));
    const told: string[] = [];

    const { size } = loadTrustedDocuments(folder, 'only', schema, (hash) => void told.push(hash));

    expect(size).toBe(1);
    expect(told).toEqual([documentHash(old), documentHash('{ b')]);
  });

  it.each<[string, unknown]>([
    ['a name that is not the hash of its text', { [documentHash(ONE)]: TWO }],
    ['no manifest', { format: 'another', operations: 1 }],
    ['no JSON', '{'],
    [
      'a document that unfolds without bounds',
      apollo(
        `{ ...F0 } ${Array.from({ length: 12 }, (_, n) => `fragment F${n} on Query { ...F${n + 1} a { ...F${n + 1} } }`).join(' ')} fragment F12 on Query { b }`,
      ),
    ],
  ])('with %s keep the gateway from starting', (_what, content) => {
    write('one.json', content);

    expect(() => loadTrustedDocuments(folder, 'also', schema)).toThrow(BadManifestError);
  });

  it('are asked for where they are said to be', () => {
    const nowhere = path.join(folder, 'nowhere');

    expect(() => loadTrustedDocuments(nowhere, 'also', schema)).toThrow(BadManifestError);
    expect(loadTrustedDocuments(nowhere, 'off', schema).size).toBe(0);
  });
});
