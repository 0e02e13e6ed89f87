import type { FastifyInstance, FastifyReply } from 'fastify';

/** An answer that is no page runs nothing, shows nothing and is framed by nobody. Pages bring a policy of their own. */
const NOTHING_RUNS = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const HEADERS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'content-security-policy': NOTHING_RUNS,
  'referrer-policy': 'no-referrer',
  'permissions-policy': 'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  // What is asked for here is somebody's matter; the few files that may be kept say so themselves.
  'cache-control': 'no-store',
};

/** Where the answer does not say otherwise. */
export function setSecurityHeaders(reply: FastifyReply): void {
  for (const [name, value] of Object.entries(HEADERS)) if (!reply.hasHeader(name)) void reply.header(name, value);
}

/**
 * On every answer, refusals and faults included. `hstsDays`: how long browsers insist on TLS for this host; zero unless an
 * operator has put TLS in front of the gateway for good, since browsers do not forget it.
 */
export function secureAnswers(http: FastifyInstance, hstsDays: number): void {
  const hsts = `max-age=${hstsDays * 86_400}`;
  http.addHook('onSend', async (_request, reply) => {
    setSecurityHeaders(reply);
    if (hstsDays > 0) void reply.header('strict-transport-security', hsts);
  });
}
