import type { FastifyReply } from 'fastify';
import type { Refusal, RefusalReason } from '#app/identity/admission.ts';

/**
 * What a caller may know, so that a good one can help itself: show something, show it anew, look at what was typed, wait.
 * Everything else is INVALID: who tries out tokens learns nothing from the answer. EXPIRED is said of what was genuine.
 */
const TOLD: Readonly<Partial<Record<RefusalReason, 'MISSING' | 'EXPIRED' | 'MISTYPED'>>> = {
  MISSING: 'MISSING',
  EXPIRED: 'EXPIRED',
  MISTYPED: 'MISTYPED',
};

const NO_TOKEN = '请出示有效的访问令牌 / a valid access token is required';
const PROVIDER_DOWN =
  '统一身份认证暂时无法访问，请稍后重试 / the identity provider cannot be reached, try again in a moment';
const BUSY =
  '系统繁忙，请稍后重试；写入请求请沿用同一幂等键 / busy, try again in a moment; a change under the same idempotency key';
const RETRY_AFTER_SECONDS = 5;

/** 401, or 503 where it is not the caller's fault that nobody can tell. */
export function answerRefusal(reply: FastifyReply, { reason }: Refusal): FastifyReply {
  if (reason === 'PROVIDER_UNAVAILABLE') return unavailable(reply, PROVIDER_DOWN, 'IDENTITY_PROVIDER_UNAVAILABLE');
  if (reason === 'STORE_UNAVAILABLE') return unavailable(reply, BUSY, 'OVERLOADED');
  const told = TOLD[reason] ?? 'INVALID';
  return reply
    .code(401)
    .header('www-authenticate', told === 'MISSING' ? 'Bearer' : 'Bearer error="invalid_token"')
    .send({ errors: [{ message: NO_TOKEN, extensions: { code: 'UNAUTHENTICATED', reason: told } }] });
}

function unavailable(reply: FastifyReply, message: string, code: string): FastifyReply {
  return reply
    .code(503)
    .header('retry-after', String(RETRY_AFTER_SECONDS))
    .send({ errors: [{ message, extensions: { code } }] });
}

/** Whether it may be otherwise in a moment, with nothing changed by the caller. */
export function isPassing({ reason }: Refusal): boolean {
  return reason === 'PROVIDER_UNAVAILABLE' || reason === 'STORE_UNAVAILABLE';
}
