import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newWebhookSecret, webhookSecretBytes, webhookSignature } from '#platform/crypto/standard-webhooks.ts';

type IsGenuine = (secret: string, headers: Readonly<Record<string, string>>, rawBody: Buffer, now?: Date) => boolean;

const PAGE = readFileSync(path.resolve(import.meta.dirname, '../../docs/how-to/receive-webhooks.md'), 'utf8');
const folder = mkdtempSync(path.join(os.tmpdir(), 'onedoor-docs-'));
let isGenuine: IsGenuine;

/** The page's own code, as a partner copies it. */
beforeAll(async () => {
  const code = /^```js\n(.*?)^```$/ms.exec(PAGE)?.[1];
  if (!code) throw new Error('the page holds no code for Node');
  const file = path.join(folder, 'is-genuine.mjs');
  writeFileSync(file, code);
  ({ isGenuine } = (await import(pathToFileURL(file).href)) as { isGenuine: IsGenuine });
});

afterAll(() => rmSync(folder, { recursive: true }));

const NOW = new Date('2026-11-21T02:00:00Z');
const TIMESTAMP = String(NOW.getTime() / 1000);
const SECRET = newWebhookSecret();
const BODY = Buffer.from('{"type":"ping","data":{"agency":"court"}}');

function headers(secret = SECRET, timestamp = TIMESTAMP): Readonly<Record<string, string>> {
  return {
    'webhook-id': 'msg_1',
    'webhook-timestamp': timestamp,
    'webhook-signature': webhookSignature(webhookSecretBytes(secret), 'msg_1', timestamp, BODY),
  };
}

describe('the verification shown to partners', () => {
  it('takes what we sign', () => {
    expect(isGenuine(SECRET, headers(), BODY, NOW)).toBe(true);
  });

  it('takes one genuine signature among others', () => {
    const two = { ...headers(), 'webhook-signature': `v1a,x v1,AAAA ${headers()['webhook-signature']}` };

    expect(isGenuine(SECRET, two, BODY, NOW)).toBe(true);
  });

  it.each<[string, Readonly<Record<string, string>>, Buffer]>([
    ['another secret', headers(newWebhookSecret()), BODY],
    ['another body', headers(), Buffer.from(`${BODY.toString()} `)],
    ['another id', { ...headers(), 'webhook-id': 'msg_2' }, BODY],
    ['an old timestamp', headers(SECRET, String(Number(TIMESTAMP) - 301)), BODY],
    ['a timestamp ahead', headers(SECRET, String(Number(TIMESTAMP) + 301)), BODY],
    ['a timestamp that is none', headers(SECRET, '1700000000abc'), BODY],
    ['no signature', { 'webhook-id': 'msg_1', 'webhook-timestamp': TIMESTAMP }, BODY],
    ['an empty signature', { ...headers(), 'webhook-signature': 'v1,' }, BODY],
    ['nothing at all', {}, BODY],
  ])('refuses %s', (_what, given, body) => {
    expect(isGenuine(SECRET, given, body, NOW)).toBe(false);
  });
});
