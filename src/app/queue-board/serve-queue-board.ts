import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { arrivalOf, type Authenticate } from '#app/identity/admission.ts';
import { createOpsSessions, type OpsSessions } from '#app/queue-board/ops-session.ts';
import type { Secrets } from '#app/secrets.ts';
import { setSecurityHeaders } from '#app/security-headers.ts';
import type { QueueBoard } from '#jobs/queue/open-queue-board.ts';

export interface QueueBoardDoor {
  readonly authenticate: Authenticate;
  readonly secrets: Secrets;
  /** Cookies over TLS only. */
  readonly secure: boolean;
  /** Called when an operator first looks: until then no connection is held and no package of the board is loaded. */
  open(): QueueBoard | Promise<QueueBoard>;
}

const SIGN_IN = readFileSync(path.join(import.meta.dirname, 'sign-in.html'), 'utf8');
const REFUSED =
  '<p class="refused">令牌无效、已过期或不是运维人员的。<br /><span class="en">The token is invalid, has expired, or is not an operator’s.</span></p>';
const BOARD = '/ops/queues';

/** Whatever the board's page asks for from elsewhere is not fetched; its own parts come from us. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; manifest-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

/** `/ops`, where an operator signs in, and `/ops/queues`, where the queues can be looked at and not touched. */
export function serveQueueBoard(http: FastifyInstance, door: QueueBoardDoor): void {
  const sessions = createOpsSessions(door.secrets, door.secure);
  http.register(async (scope) => {
    scope.addHook('onSend', hardened);
    serveSignIn(scope, door, sessions);
    await scope.register(async (board) => {
      board.addHook('onRequest', async (request, reply) => admit(request, reply, door, sessions));
      mountBoard(board, door);
    });
  });
}

function serveSignIn(scope: FastifyInstance, { authenticate }: QueueBoardDoor, sessions: OpsSessions): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, new URLSearchParams(String(body))),
  );
  const page = (reply: FastifyReply, status: number): FastifyReply =>
    reply
      .code(status)
      .type('text/html; charset=utf-8')
      .send(status === 200 ? SIGN_IN : SIGN_IN.replace('<!--refused-->', REFUSED));
  scope.get('/ops', (_request, reply) => page(reply, 200));
  scope.post('/ops/session', async (request, reply) => {
    if (!fromOurPage(request)) return page(reply, 403);
    const token = request.body instanceof URLSearchParams ? (request.body.get('token') ?? '').trim() : '';
    const { viewer } = await authenticate(arrivalOf(request.raw, `Bearer ${token}`));
    if (viewer?.role !== 'OPERATOR') return page(reply, 401);
    return reply.header('set-cookie', await sessions.begin(viewer.subject)).redirect(BOARD, 303);
  });
  scope.post('/ops/leave', async (request, reply) => {
    if (!fromOurPage(request)) return page(reply, 403);
    return reply.header('set-cookie', sessions.end()).redirect('/ops', 303);
  });
}

/** Another site could otherwise sign an operator in as somebody else. Browsers say where a form was sent from. */
function fromOurPage({ headers }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  return headers.origin !== undefined && URL.parse(headers.origin)?.host === headers.host;
}

async function admit(
  request: FastifyRequest,
  reply: FastifyReply,
  { authenticate }: QueueBoardDoor,
  sessions: OpsSessions,
): Promise<FastifyReply | undefined> {
  const { cookie, accept } = request.headers;
  const { viewer } = await authenticate(arrivalOf(request.raw));
  if (viewer?.role !== 'OPERATOR' && !(await sessions.holds(cookie)))
    return accept?.includes('text/html')
      ? reply.redirect('/ops', 303)
      : reply.code(401).send({ errors: [NOT_OPERATOR] });
  // Changing something is for the commands, which are recorded. The board hides its buttons; this is the lock behind them.
  if (request.method !== 'GET') return reply.code(405).send({ errors: [READ_ONLY] });
  return undefined;
}

/** Hands what is asked for on to the board, which is made when somebody first asks. */
function mountBoard(scope: FastifyInstance, door: QueueBoardDoor): void {
  let opening: Promise<FastifyInstance> | undefined;
  const open = async (): Promise<FastifyInstance> => {
    const { createBoard } = await import('#app/queue-board/create-board.ts');
    return createBoard(await door.open(), BOARD, hardened);
  };
  const handOn = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    opening ??= open();
    const board = await opening.catch((error: unknown) => {
      opening = undefined;
      throw error;
    });
    reply.hijack();
    board.routing(request.raw, reply.raw);
  };
  for (const url of [BOARD, `${BOARD}/*`]) scope.all(url, handOn);
  scope.addHook('onClose', async () => (await opening?.catch(() => undefined))?.close());
}

async function hardened(_request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> {
  reply.header('content-security-policy', POLICY);
  setSecurityHeaders(reply);
  const isPage = String(reply.getHeader('content-type') ?? '').startsWith('text/html');
  // Its page asks for fonts of another house; the policy refuses them, and without the line no browser tries.
  return isPage && typeof payload === 'string' ? payload.replace(/<link href="https:[^>]*>/g, '') : payload;
}

const NOT_OPERATOR = { message: '仅限运维人员 / for operators only', extensions: { code: 'UNAUTHENTICATED' } };
const READ_ONLY = {
  message: '看板只读；请用 npm run ops / the board is read-only; use npm run ops',
  extensions: { code: 'READ_ONLY' },
};
