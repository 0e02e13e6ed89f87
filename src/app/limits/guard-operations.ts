import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { AdmitOperation } from '#app/limits/admit-operation.ts';
import { type Refusal, UNKNOWN_DOCUMENT } from '#app/limits/refusals.ts';
import type { TrustedDocuments } from '#app/limits/trusted-documents.ts';
import type { QueryAllowance } from '#domain/access/query-budget.ts';

declare module 'fastify' {
  interface FastifyRequest {
    allowance?: QueryAllowance;
  }
}

/** A request by name alone. With a text beside it, the name is none of ours: Apollo refuses what it does not support. */
const ByName = z.union([
  z.object({ query: z.undefined().optional(), documentId: z.string().max(200) }).transform((body) => body.documentId),
  z
    .object({
      query: z.undefined().optional(),
      extensions: z.object({ persistedQuery: z.object({ version: z.literal(1), sha256Hash: z.string().max(200) }) }),
    })
    .transform((body) => body.extensions.persistedQuery.sha256Hash),
]);

const Written = z.object({
  query: z.string(),
  operationName: z.string().nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
});

/**
 * The hook in front of Apollo: puts the text of a trusted document in the place of its name, and refuses what the viewer may not
 * spend. Needs `request.viewer`. A body that is no request of GraphQL goes on to Apollo, which says so.
 */
export function guardOperations(
  admit: AdmitOperation,
  trusted: TrustedDocuments,
  onRefused: (refusal: Refusal) => void = () => {},
): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined> {
  return async (request, reply) => {
    const refuse = (refusal: Refusal): FastifyReply => {
      onRefused(refusal);
      return answerRefusal(refusal, request, reply);
    };
    const asked = bodyOf(request);
    let written = Written.safeParse(asked).data;
    const named = written || trusted.mode === 'off' ? undefined : ByName.safeParse(asked).data;
    if (named !== undefined) {
      const text = trusted.textOf(named.replace(/^sha256:/, ''));
      if (text === undefined) return refuse(UNKNOWN_DOCUMENT);
      putText(request, text);
      written = Written.safeParse(bodyOf(request)).data;
    }
    if (!written || !request.viewer) return undefined;
    const admission = admit(request.viewer, {
      query: written.query,
      operationName: written.operationName ?? undefined,
      variables: written.variables ?? {},
    });
    if ('refusal' in admission) return refuse(admission.refusal);
    request.allowance = admission.allowance;
    return undefined;
  };
}

/** What was asked, by POST or by GET, where variables and extensions are JSON; the address is read as Apollo reads it. */
function bodyOf({ method, body, raw }: FastifyRequest): unknown {
  if (method !== 'GET') return body;
  const { variables, extensions, ...rest } = Object.fromEntries(searchOf(raw.url));
  return { ...rest, variables: fromJson(variables), extensions: fromJson(extensions) };
}

function searchOf(url: string | undefined): URLSearchParams {
  return new URL(url ?? '/', 'http://gateway/').searchParams;
}

function fromJson(text: unknown): unknown {
  if (typeof text !== 'string') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function putText(request: FastifyRequest, text: string): void {
  if (request.method !== 'GET') {
    const { documentId: _name, extensions: _extensions, ...rest } = request.body as Record<string, unknown>;
    request.body = { ...rest, query: text };
    return;
  }
  // Apollo reads the address itself.
  const asked = searchOf(request.raw.url);
  for (const name of ['documentId', 'extensions']) asked.delete(name);
  asked.set('query', text);
  request.raw.url = `/graphql?${String(asked)}`;
}

const GRAPHQL_JSON = 'application/graphql-response+json';

function answerRefusal(refusal: Refusal, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { status, code, message, details, retryAfterSeconds } = refusal;
  const type = request.headers.accept?.includes(GRAPHQL_JSON) ? GRAPHQL_JSON : 'application/json';
  if (retryAfterSeconds !== undefined) void reply.header('retry-after', String(retryAfterSeconds));
  return reply
    .code(status)
    .type(`${type}; charset=utf-8`)
    .send({ errors: [{ message, extensions: { code, ...details, requestId: request.id } }] });
}
