import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import { PERSONAS, personaToken, type PersonaName } from '#app/personas.ts';
import { PURPOSES } from '#domain/access/purposes.ts';

const require = createRequire(import.meta.url);

/** A file of a package; react's `exports` do not name its browser builds, so the folder is found first. */
function fileOf(name: string, file: string): string {
  return path.join(path.dirname(require.resolve(`${name}/package.json`)), file);
}

/** Everything the page loads, from our own packages: an intranet has no CDN. */
const ASSETS: Readonly<Record<string, { file: string; type: string }>> = {
  'react.js': { file: fileOf('react', 'umd/react.production.min.js'), type: 'text/javascript' },
  'react-dom.js': { file: fileOf('react-dom', 'umd/react-dom.production.min.js'), type: 'text/javascript' },
  'graphiql.js': { file: fileOf('graphiql', 'graphiql.min.js'), type: 'text/javascript' },
  'graphiql.css': { file: fileOf('graphiql', 'graphiql.min.css'), type: 'text/css' },
  'explorer.js': { file: path.join(import.meta.dirname, 'explorer.js'), type: 'text/javascript' },
  'explorer.css': { file: path.join(import.meta.dirname, 'explorer.css'), type: 'text/css' },
};

/** One tab each, in the order of their names. Operation names are ASCII: GraphQL knows no others. */
const EXAMPLES = path.join(import.meta.dirname, 'examples');

const PAGE_POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** The explorer page. Open to everyone, as it shows nothing without a token; in demo mode it offers the personas'. */
export function serveExplorer(http: FastifyInstance, demo: boolean): void {
  const page = readFileSync(path.join(import.meta.dirname, 'explorer.html'), 'utf8');
  http.get('/explorer', (_request, reply) =>
    reply.type('text/html; charset=utf-8').header('content-security-policy', PAGE_POLICY).send(page),
  );
  for (const [name, { file, type }] of Object.entries(ASSETS)) {
    const body = readFileSync(file);
    http.get(`/explorer/assets/${name}`, (_request, reply) =>
      reply.type(`${type}; charset=utf-8`).header('cache-control', 'max-age=3600').send(body),
    );
  }
  const examples = readdirSync(EXAMPLES)
    .toSorted()
    .map((file) => readFileSync(path.join(EXAMPLES, file), 'utf8'));
  http.get('/explorer/examples', async () => examples);
  http.get('/explorer/purposes', async () => Object.entries(PURPOSES).map(([code, { name }]) => ({ code, ...name })));
  http.get('/explorer/personas', async () => {
    if (!demo) return [];
    const names = Object.keys(PERSONAS) as PersonaName[];
    return Promise.all(names.map(async (name) => ({ name: PERSONAS[name].name, token: await personaToken(name) })));
  });
}
