import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Admission, Refusal } from '#app/identity/admission.ts';
import { answerRefusal } from '#app/identity/answer-refusal.ts';
import type { TooManyFailures } from '#app/limits/limit-failed-sign-ins.ts';
import type { PeerNetworks } from '#platform/peer-networks.ts';

/** Who calls; undefined behind a proxy that no operator named: everyone would be the proxy, and one could lock out all. */
export function addressOf({ ip, headers }: FastifyRequest, proxies: PeerNetworks | undefined): string | undefined {
  return (proxies?.isEmpty ?? true) && headers['x-forwarded-for'] !== undefined ? undefined : ip;
}

/** As `answerRefusal`, or 429 where the address has used up its failures. */
export function refuseSignIn(
  refused: TooManyFailures | Extract<Admission, { readonly refusal: Refusal }>,
  reply: FastifyReply,
): FastifyReply {
  if ('refusal' in refused) return answerRefusal(reply, refused.refusal);
  return reply.code(429).header('retry-after', String(refused.retryAfterSeconds)).send(TOO_MANY_SIGN_INS);
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
