import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type GraphQLSchema, parse, validate } from 'graphql';
import { z } from 'zod';
import { measureDocument } from '#app/limits/document-shape.ts';
import { documentHash } from '#app/limits/examine-document.ts';
import { MAX_TOKENS } from '#app/limits/shape-limits.ts';

/** 预存语句: the documents of our own front ends, named by the SHA-256 of their text. */
export interface TrustedDocuments {
  readonly mode: TrustedDocumentsMode;
  readonly size: number;
  textOf(hash: string): string | undefined;
}

/**
 * `only`: engineers' roles may still send documents of their own, all others trusted ones alone. `also`: everyone may send
 * both. `off`: there are none.
 */
export type TrustedDocumentsMode = 'only' | 'also' | 'off';

export const NO_TRUSTED_DOCUMENTS: TrustedDocuments = { mode: 'off', size: 0, textOf: () => undefined };

/** A manifest cannot be used; said at the start, to whoever starts the gateway. */
export class BadManifestError extends Error {
  override readonly name = 'BadManifestError';
}

/** As Apollo's tools write it, and as the client preset of GraphQL Code Generator does. */
const Manifest = z.union([
  z
    .object({
      format: z.literal('apollo-persisted-query-manifest'),
      operations: z.array(z.object({ id: z.string(), body: z.string() })),
    })
    .transform(({ operations }) => operations.map(({ id, body }) => [id, body] as const)),
  z.record(z.string(), z.string()).transform((documents) => Object.entries(documents)),
]);

/** What a document of our own may unfold to; a front end's largest page is far below. */
const MAX_FIELDS = 2_000;

/**
 * Every manifest (`*.json`) of a folder. Throws BadManifestError for a file that is no manifest, a name that is not the hash of its
 * text, and a document that unfolds beyond reason: who may bypass the limits has to be what it says. A document that the
 * schema does not take any more is left out and told: a front end older than the gateway does not keep it from starting.
 */
export function loadTrustedDocuments(
  folder: string,
  mode: TrustedDocumentsMode,
  schema: GraphQLSchema,
  onOutdated: (hash: string, reason: string) => void = () => {},
): TrustedDocuments {
  if (mode === 'off') return NO_TRUSTED_DOCUMENTS;
  if (!existsSync(folder)) throw new BadManifestError(`there is no folder of trusted documents: ${folder}`);
  const texts = new Map<string, string>();
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    for (const [id, text] of readManifest(path.join(folder, file))) {
      const hash = id.replace(/^sha256:/, '');
      if (hash !== documentHash(text))
        throw new BadManifestError(`${file}: ${id.slice(0, 80)} is not the hash of its text`);
      const outdated = faultOf(text, schema, file);
      if (outdated) onOutdated(hash, outdated);
      else texts.set(hash, text);
    }
  }
  return { mode, size: texts.size, textOf: (hash) => texts.get(hash) };
}

function readManifest(file: string): readonly (readonly [string, string])[] {
  try {
    return Manifest.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    throw new BadManifestError(`${file} is no manifest of documents; npm run trusted-documents writes one`);
  }
}

function faultOf(text: string, schema: GraphQLSchema, file: string): string | undefined {
  try {
    const document = parse(text, { maxTokens: MAX_TOKENS });
    const { fields } = measureDocument(document);
    if (fields > MAX_FIELDS) throw new BadManifestError(`${file}: a document unfolds to ${fields} fields`);
    return validate(schema, document)[0]?.message;
  } catch (error) {
    if (error instanceof BadManifestError || !(error instanceof Error)) throw error;
    return error.message;
  }
}
