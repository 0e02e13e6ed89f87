import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildSchema, Kind, parse, validate } from 'graphql';
import { readSdl } from '#app/create-schema.ts';
import { documentHash } from '#app/limits/examine-document.ts';

/**
 * `npm run trusted-documents` writes operations/trusted-documents.json from operations/*.graphql, in the format of Apollo's
 * persisted query manifests. `--check` writes nothing and ends with 1 when something would change.
 */
const FOLDER = path.join(import.meta.dirname, '../operations');
const MANIFEST = path.join(FOLDER, 'trusted-documents.json');

function main(argument: string | undefined): number {
  if (argument !== undefined && argument !== '--check') {
    console.error('usage: npm run trusted-documents [-- --check]');
    return 64;
  }
  const text = manifest();
  if (argument === '--check') {
    const fresh = readdirSync(FOLDER).includes(path.basename(MANIFEST)) && readFileSync(MANIFEST, 'utf8') === text;
    if (!fresh) console.error('operations/trusted-documents.json is not up to date; run npm run trusted-documents');
    return fresh ? 0 : 1;
  }
  writeFileSync(MANIFEST, text);
  console.log(`wrote ${path.relative(process.cwd(), MANIFEST)}`);
  return 0;
}

function manifest(): string {
  const schema = buildSchema(readSdl());
  const operations = readdirSync(FOLDER)
    .filter((file) => file.endsWith('.graphql'))
    .toSorted()
    .map((file) => {
      const body = readFileSync(path.join(FOLDER, file), 'utf8');
      const document = parse(body);
      const [fault] = validate(schema, document);
      if (fault) throw new Error(`operations/${file}: ${fault.message}`);
      const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
      return { id: documentHash(body), name: operation?.name?.value ?? null, type: operation?.operation ?? null, body };
    });
  const content = { format: 'apollo-persisted-query-manifest', version: 1, operations };
  return `${JSON.stringify(content, null, 2)}\n`;
}

process.exitCode = main(process.argv[2]);
