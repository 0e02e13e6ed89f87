import type { FastifyReply, FastifyRequest } from 'fastify';

/** Who calls; undefined behind a proxy that no operator named: everyone would be the proxy, and one could lock out all. */
export function addressOf({ ip, headers }: FastifyRequest, proxies: readonly string[] = []): string | undefined {
  return proxies.length === 0 && headers['x-forwarded-for'] !== undefined ? undefined : ip;
}

/** 401, or 429 where the address has used up its failures. */
export function refuseSignIn(
  { retryAfterSeconds }: { readonly retryAfterSeconds: number | undefined },
  reply: FastifyReply,
): FastifyReply {
  if (retryAfterSeconds === undefined)
    return reply.code(401).header('www-authenticate', 'Bearer').send(UNAUTHENTICATED);
  return reply.code(429).header('retry-after', String(retryAfterSeconds)).send(TOO_MANY_SIGN_INS);
}

const TOO_MANY_SIGN_INS = {
  errors: [
    {
      message:
        '来自您所在网络的无效令牌太多，请按 Retry-After 稍后重试 / too many invalid tokens from your network, try again after Retry-After seconds',
      extensions: { code: 'RATE_LIMITED', meter: 'signIns' },
    },
  ],
};

const UNAUTHENTICATED = {
  errors: [
    {
      message: '请出示有效的访问令牌 / a valid access token is required',
      extensions: { code: 'UNAUTHENTICATED' },
    },
  ],
};
