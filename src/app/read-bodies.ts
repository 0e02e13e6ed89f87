import type { FastifyInstance } from 'fastify';
import { parseJsonBody } from '#app/json-body.ts';

/** JSON for /graphql, raw bytes for webhooks, whose signature is over the bytes as they came. */
export function readBodiesOurselves(http: FastifyInstance): void {
  http.removeAllContentTypeParsers();
  http.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body, done) => {
    const bytes = body as Buffer;
    if (request.url.startsWith('/webhooks/')) return done(null, new Uint8Array(bytes));
    const [type = '', ...parameters] = (request.headers['content-type'] ?? '').toLowerCase().split(';');
    const charset = parameters
      .map((parameter) => parameter.trim())
      .find((parameter) => parameter.startsWith('charset='));
    const utf8 = !charset || /^charset="?utf-?8"?$/.test(charset);
    // Nothing is unpacked here: a few bytes could become gigabytes.
    const packed = (request.headers['content-encoding'] ?? 'identity') !== 'identity';
    if (type.trim() !== 'application/json' || !utf8 || packed)
      return done(Object.assign(new Error('unsupported media type'), { statusCode: 415 }));
    try {
      return done(null, parseJsonBody(bytes));
    } catch (error) {
      return done(error as Error);
    }
  });
}
