import { createRequire } from 'node:module';
import type * as GraphqlJs from 'graphql';
import type { ExecutionResult } from 'graphql';
import { createAuthenticate } from '#app/authenticate.ts';
import type { App } from '#app/create-app.ts';
import { createContext } from '#app/create-context.ts';
import { createSchema, readSdl } from '#app/create-schema.ts';
import { type PersonaName, personaToken } from '#app/personas.ts';
import { demoSecrets } from '#app/secrets.ts';

// Vite takes graphql's ES modules, while the schema was built with its CommonJS: two copies that refuse each other.
const { parse, subscribe } = createRequire(import.meta.url)('graphql') as typeof GraphqlJs;

const schema = createSchema(readSdl());

export type Watched = AsyncGenerator<ExecutionResult> | ExecutionResult;

/** A subscription as that persona, through the same schema and context as over a socket. */
export async function watch(
  app: App,
  as: PersonaName,
  operation: string,
  variableValues: Readonly<Record<string, unknown>>,
): Promise<Watched> {
  const { viewer } = await createAuthenticate(demoSecrets())({ authorization: `Bearer ${await personaToken(as)}` });
  if (!viewer) throw new Error(`no viewer for ${as}`);
  const contextValue = createContext(app, { viewer, language: 'zh', requestId: app.dependencies.ids.next() });
  return subscribe({ schema, document: parse(operation), contextValue, variableValues }) as Promise<Watched>;
}

export function stream(watched: Watched): AsyncGenerator<ExecutionResult> {
  if (Symbol.asyncIterator in watched) return watched;
  throw new Error(`no stream: ${watched.errors?.map(({ message }) => message).join('; ')}`);
}
