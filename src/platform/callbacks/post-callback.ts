import { lookup } from 'node:dns/promises';
import http from 'node:http';
import https from 'node:https';
import { isIP } from 'node:net';
import { hostOf, portOf, type TargetRules } from '#platform/callbacks/target-rules.ts';

export interface CallbackRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** BLOCKED: refused by our own rules, nothing was sent. The others: no whole answer came. */
export type CallbackFault = 'BLOCKED' | 'DNS' | 'CONNECT' | 'TLS' | 'TIMEOUT' | 'BROKEN';

export type CallbackAnswer =
  | { readonly fault: CallbackFault }
  | {
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      /** The first 4 KiB. */
      readonly body: Uint8Array;
    };

export interface CallbackOptions {
  readonly rules: TargetRules;
  /** Every address of a name. */
  readonly resolve?: ((host: string) => Promise<readonly string[]>) | undefined;
  readonly timeoutMs?: number | undefined;
  /** Ends what is under way, for a process that stops. */
  readonly stopped?: AbortSignal | undefined;
}

const TIMEOUT_MS = 15_000;
const KEPT_BODY_BYTES = 4 * 1024;
const MAX_HEADER_BYTES = 8 * 1024;

async function resolveByDns(host: string): Promise<readonly string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address);
}

/**
 * One POST to an address that a partner registered, never more: the name is resolved once and the connection goes to
 * the address that was checked, so a name that means something else a moment later leads nowhere; no redirect is
 * followed. Certificate and Host are those of the name. Never throws.
 */
export async function postCallback(request: CallbackRequest, options: CallbackOptions): Promise<CallbackAnswer> {
  // One limit for all of it, the resolving included: some resolvers hang.
  const timeout = AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS);
  const abort = options.stopped ? AbortSignal.any([timeout, options.stopped]) : timeout;
  const checked = options.rules.check(request.url);
  if ('refusal' in checked) return { fault: 'BLOCKED' };
  const host = hostOf(checked.url);
  const addresses = await within(abort, addressesOf(host, options.resolve ?? resolveByDns));
  if (addresses === 'TIMEOUT') return { fault: 'TIMEOUT' };
  const [address] = addresses;
  if (address === undefined) return { fault: 'DNS' };
  // One forbidden address among them is reason enough: such an answer is made to be picked from.
  if (!addresses.every((candidate) => options.rules.allows(candidate))) return { fault: 'BLOCKED' };
  return exchange(checked.url, address, request, abort);
}

async function addressesOf(
  host: string,
  resolve: (host: string) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  if (isIP(host) !== 0) return [host];
  return resolve(host).catch(() => []);
}

async function within<Value>(abort: AbortSignal, work: Promise<Value>): Promise<Value | 'TIMEOUT'> {
  if (abort.aborted) return 'TIMEOUT';
  const { promise, resolve } = Promise.withResolvers<'TIMEOUT'>();
  const end = (): void => resolve('TIMEOUT');
  abort.addEventListener('abort', end, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    abort.removeEventListener('abort', end);
  }
}

function exchange(url: URL, address: string, request: CallbackRequest, abort: AbortSignal): Promise<CallbackAnswer> {
  const { promise, resolve } = Promise.withResolvers<CallbackAnswer>();
  const host = hostOf(url);
  const options: https.RequestOptions = {
    method: 'POST',
    host: address,
    port: portOf(url),
    path: url.pathname + url.search,
    headers: { ...request.headers, host: url.host, 'content-length': String(request.body.byteLength) },
    // A connection of its own for each call: one that was kept open was checked for another name.
    agent: false,
    signal: abort,
    maxHeaderSize: MAX_HEADER_BYTES,
    ...(isIP(host) === 0 && { servername: host }),
  };
  const sent = (url.protocol === 'https:' ? https : http).request(options);
  sent.on('error', (error: NodeJS.ErrnoException) => resolve({ fault: faultOf(error, abort) }));
  sent.on('response', (response) => {
    readStart(response).then(
      (body) => resolve({ status: response.statusCode ?? 0, headers: plainHeaders(response.headers), body }),
      (error: NodeJS.ErrnoException) => resolve({ fault: faultOf(error, abort) }),
    );
  });
  sent.end(request.body);
  return promise;
}

/** What lies beyond is not read at all: an endless answer costs no more than a short one. */
async function readStart(response: http.IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= KEPT_BODY_BYTES) break;
  }
  response.destroy();
  return new Uint8Array(Buffer.concat(chunks).subarray(0, KEPT_BODY_BYTES));
}

function plainHeaders(headers: http.IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  );
}

function faultOf(error: NodeJS.ErrnoException, abort: AbortSignal): CallbackFault {
  if (abort.aborted) return 'TIMEOUT';
  const code = error.code ?? '';
  if (/CERT|TLS|SSL|ALTNAME|SELF_SIGNED|UNABLE_TO|EPROTO/.test(code)) return 'TLS';
  if (['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT', 'EADDRNOTAVAIL'].includes(code)) return 'CONNECT';
  return 'BROKEN';
}
