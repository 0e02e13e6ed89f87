import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { BadJsonError } from '#app/json-body.ts';
import type { Logger } from '#platform/logger.ts';

/** No such address, no such method, and everything that Fastify or a hook of ours throws, in both languages. */
export function answerErrorsPlainly(http: FastifyInstance, log: Logger): void {
  http.setNotFoundHandler((request, reply) => {
    const [url = ''] = request.url.split('?');
    const allowed = METHODS.filter((method) => http.findRoute({ method, url }) !== null);
    if (allowed.length > 0) return reply.code(405).header('allow', allowed.join(', ')).send(METHOD_NOT_ALLOWED);
    return reply
      .code(404)
      .send({ errors: [{ message: '没有这个地址 / no such address', extensions: { code: 'NOT_FOUND' } }] });
  });
  http.setErrorHandler((error: FastifyError, request, reply) => answerError(log, error, request, reply));
}

/** What is the caller’s mistake is said, and a fault of ours is logged and said to be one. */
export function answerError(
  log: Logger,
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const status = error.statusCode ?? 500;
  if (status >= 500) log.error({ err: error, route: request.routeOptions.url }, 'request failed');
  const known = error instanceof BadJsonError ? NOT_JSON : (CLIENT_ERRORS[status] ?? BAD_REQUEST);
  const shown = status >= 500 ? INTERNAL : known;
  return reply
    .code(status)
    .send({ errors: [{ message: shown.message, extensions: { code: shown.code, requestId: request.id } }] });
}

const METHODS = ['GET', 'HEAD', 'POST', 'OPTIONS'] as const;
const METHOD_NOT_ALLOWED = {
  errors: [{ message: '这个地址不接受此方法 / method not allowed here', extensions: { code: 'BAD_REQUEST' } }],
};

const INTERNAL = { code: 'INTERNAL', message: '系统内部错误，请稍后重试 / internal error, try again later' };
const BAD_REQUEST = { code: 'BAD_REQUEST', message: '请求有误 / bad request' };
const NOT_JSON = { code: 'BAD_REQUEST', message: '请求不是 UTF-8 编码的 JSON / the request is not JSON in UTF-8' };

const CLIENT_ERRORS: Readonly<Record<number, { code: string; message: string }>> = {
  408: { code: 'REQUEST_TIMEOUT', message: '请求发送太慢 / the request came too slowly' },
  413: { code: 'PAYLOAD_TOO_LARGE', message: '请求过大 / the request is too large' },
  415: {
    code: 'UNSUPPORTED_MEDIA_TYPE',
    message: '请用 application/json，UTF-8 编码 / send application/json in UTF-8',
  },
};
