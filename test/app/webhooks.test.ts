import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { agencyCode } from '#domain/agencies/agency-code.ts';
import { type ServedTestApp, serveTestApp } from '../support/serve-test-app.ts';
import { openHardshipCase } from './support/open-hardship-case.ts';
import { SECRET, signWebhook, type SigningWishes } from './support/sign-webhook.ts';

const SAMPLES = path.join(import.meta.dirname, '../../sandbox');
const civilAffairs = agencyCode('civil-affairs');

let house: ServedTestApp;
/** Of the check that civil affairs was sent. */
let referralId: string;

beforeAll(async () => {
  house = await serveTestApp({
    agencies: {
      COURT_URL: 'http://127.0.0.1:9',
      COURT_WEBHOOK_SECRETS: SECRET,
      CIVIL_AFFAIRS_URL: 'http://127.0.0.1:9',
      CIVIL_AFFAIRS_WEBHOOK_SECRETS: SECRET,
    },
    wrapConnectors(connectors) {
      const connector = connectors.get(civilAffairs);
      if (!connector) throw new Error('civil affairs is not connected');
      return new Map([
        ...connectors,
        [
          civilAffairs,
          {
            ...connector,
            async send(message) {
              referralId = message.referralId;
              return { kind: 'RECEIVED' };
            },
          },
        ],
      ]);
    },
  });
  await openHardshipCase(house);
  await house.drain();
});

afterAll(() => house.close());

beforeEach(async () => {
  await house.app.database.prisma.inboundMessage.deleteMany();
});

interface Receipt {
  readonly status: number;
  readonly body: unknown;
}

async function push(
  agency: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<Receipt> {
  const response = await fetch(`${house.url}/webhooks/${agency}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  return { status: response.status, body: await response.json() };
}

function pushSigned(
  agency: string,
  id: string,
  body: string | Uint8Array<ArrayBuffer>,
  wishes: SigningWishes = {},
): Promise<Receipt> {
  return push(agency, body, signWebhook(id, Buffer.from(body), wishes));
}

const stored = () => house.app.database.prisma.inboundMessage.findMany({ orderBy: { id: 'asc' } });

async function outcomeOf(messageId: string) {
  await house.drain();
  const { status, reason } = await house.app.database.prisma.inboundMessage.findFirstOrThrow({ where: { messageId } });
  return { status, reason };
}

async function referralNow() {
  const { status, replySequence, agencyReference, version } =
    await house.app.database.prisma.referral.findUniqueOrThrow({ where: { id: referralId } });
  return { status, replySequence, agencyReference, version };
}

const checking = (change: object = {}): string =>
  JSON.stringify({
    event: 'CHECK_RESULT',
    data: { referralNo: referralId, seq: 1, state: '核对中', checkNo: 'HD-7', ...change },
  });

describe('an agency’s message', () => {
  it('is taken in once, and lies sealed', async () => {
    const receipt = await pushSigned('civil-affairs', 'msg_1', checking());

    expect(receipt).toEqual({ status: 202, body: { receipt: 'ACCEPTED' } });
    const rows = await stored();
    expect(rows).toMatchObject([{ agencyCode: 'civil-affairs', messageId: 'msg_1', via: 'WEBHOOK', status: 'STORED' }]);
    expect(Buffer.from(rows[0]?.bodySealed ?? []).includes(referralId)).toBe(false);
  });

  it('is believed without a content type too', async () => {
    const body = Buffer.from(checking());
    const response = await fetch(`${house.url}/webhooks/civil-affairs`, {
      method: 'POST',
      headers: signWebhook('msg_bare', body),
      body,
    });

    expect(response.status).toBe(202);
  });

  it('repeated with the same bytes is thanked for again and not stored again', async () => {
    await pushSigned('civil-affairs', 'msg_twice', checking());
    const again = await pushSigned('civil-affairs', 'msg_twice', checking(), { secondsAgo: 20 });

    expect(again.status).toBe(202);
    expect(await stored()).toHaveLength(1);
  });

  it('repeated ten times at once is stored once', async () => {
    const receipts = await Promise.all(
      Array.from({ length: 10 }, () => pushSigned('civil-affairs', 'msg_ten', checking())),
    );

    expect(receipts.map(({ status }) => status)).toEqual(Array(10).fill(202));
    expect(await stored()).toHaveLength(1);
  });

  it('with a used id and other bytes is a conflict, and the first stays', async () => {
    await pushSigned('civil-affairs', 'msg_other', checking());
    const [first] = await stored();
    const other = await pushSigned('civil-affairs', 'msg_other', checking({ seq: 2 }));

    expect(other).toEqual({ status: 409, body: { receipt: 'CONFLICT' } });
    expect(await stored()).toEqual([first]);
  });

  it('may use an id that another agency used', async () => {
    await pushSigned('civil-affairs', 'msg_shared', checking());
    const other = await pushSigned('court', 'msg_shared', '{}');

    expect(other.status).toBe(202);
    expect(await stored()).toHaveLength(2);
  });
});

describe('what is not an agency’s message', () => {
  const body = '{"event":"CHECK_RESULT"}';
  const signed = (wishes?: SigningWishes) => signWebhook('msg_x', Buffer.from(body), wishes);

  it.each<[string, () => Record<string, string>]>([
    ['unsigned', () => ({})],
    ['signed with another secret', () => signed({ secret: `whsec_${Buffer.alloc(32, 7).toString('base64')}` })],
    ['signed over other bytes', () => signWebhook('msg_x', Buffer.from(`${body} `))],
    ['signed for another id', () => ({ ...signed(), 'webhook-id': 'msg_y' })],
    ['signed six minutes ago', () => signed({ secondsAgo: 360 })],
    ['signed six minutes from now', () => signed({ secondsAgo: -360 })],
    [
      'signed with a moved timestamp',
      () => ({ ...signed({ secondsAgo: 360 }), 'webhook-timestamp': String(Math.floor(Date.now() / 1000)) }),
    ],
    ['signed at no time', () => ({ ...signed(), 'webhook-timestamp': '17000000ab' })],
    ['without a signature', () => ({ ...signed(), 'webhook-signature': '' })],
    ['with an unknown scheme', () => ({ ...signed(), 'webhook-signature': 'v9,AAAA' })],
    ['with an id nobody may use', () => signWebhook('a.b', Buffer.from(body))],
  ])('%s is 401, and nothing is kept', async (_kind, headers) => {
    expect(await push('civil-affairs', body, headers())).toEqual({ status: 401, body: { receipt: 'REFUSED' } });
    expect(await stored()).toEqual([]);
  });

  it.each(['nobody', 'constructor', '__proto__', 'township', 'COURT', 'court%2f'])('from %s is 404', async (agency) => {
    expect((await push(agency, body, signed())).status).toBe(404);
    expect(await stored()).toEqual([]);
  });

  it('is 413 beyond 8 MiB, whoever signed it', async () => {
    const large = new Uint8Array(8 * 1024 * 1024 + 1).fill(0x20);

    expect((await pushSigned('civil-affairs', 'msg_large', large)).status).toBe(413);
    expect(await stored()).toEqual([]);
  });
});

describe('a genuine message that cannot be used', () => {
  const spoilt: readonly (readonly [string, () => string | Uint8Array<ArrayBuffer>, string])[] = [
    ['is no JSON', () => '{"event":', 'not JSON'],
    ['is empty', () => '', 'not JSON'],
    ['is GB18030', () => new Uint8Array([0x7b, 0x22, 0xd2, 0xbb, 0x22, 0x3a, 0x31, 0x7d]), ''],
    ['lacks a field', () => JSON.stringify({ event: 'CHECK_RESULT', data: { referralNo: referralId } }), 'data.seq'],
    ['has an unknown word for its state', () => checking({ state: '看心情' }), 'state: unknown word'],
    [
      'has a conclusion nobody plans for',
      () => checking({ state: '核对完成', conclusion: '不好说' }),
      'conclusion: unknown word',
    ],
    [
      'is of a referral that is not there',
      () => checking({ referralNo: '3f0c1f6e-4b1e-4c55-9d5e-0a4f6b1c2d3e' }),
      'no such referral at this agency',
    ],
    ['is of something that is no id', () => checking({ referralNo: "' OR 1=1" }), 'no such referral at this agency'],
  ];

  it.each(spoilt)('because it %s: 202, kept, and set aside with the reason', async (_kind, body, reason) => {
    const before = await referralNow();
    const receipt = await pushSigned('civil-affairs', 'msg_spoilt', body());
    const outcome = await outcomeOf('msg_spoilt');

    expect(receipt.status).toBe(202);
    expect(outcome.status).toBe('QUARANTINED');
    expect(outcome.reason).toContain(reason);
    expect(outcome.reason).not.toMatch(/看心情|不好说/);
    expect(await referralNow()).toEqual(before);
  });

  it('because the referral is another agency’s: set aside as if there were none', async () => {
    const before = await referralNow();
    const forged = {
      ...(JSON.parse(readFileSync(path.join(SAMPLES, 'court/samples/webhook-docketed.json'), 'utf8')) as object),
      zbdh: referralId,
    };
    const receipt = await pushSigned('court', 'msg_forged', JSON.stringify(forged));

    expect(receipt.status).toBe(202);
    expect(await outcomeOf('msg_forged')).toEqual({ status: 'QUARANTINED', reason: 'no such referral at this agency' });
    expect(await referralNow()).toEqual(before);
  });
});

describe('a message that can be used', () => {
  it('moves the referral on, once, and late ones change nothing', async () => {
    await pushSigned('civil-affairs', 'msg_move', checking({ seq: 5 }));
    expect(await outcomeOf('msg_move')).toMatchObject({ status: 'APPLIED' });
    const moved = await referralNow();
    expect(moved).toMatchObject({ replySequence: 5, agencyReference: 'HD-7' });

    await pushSigned('civil-affairs', 'msg_move', checking({ seq: 5 }));
    await pushSigned('civil-affairs', 'msg_late', checking({ seq: 4, state: '退回', reason: '材料不全' }));

    expect(await outcomeOf('msg_late')).toMatchObject({ status: 'SUPERSEDED' });
    expect(await referralNow()).toMatchObject({ status: moved.status, replySequence: 5 });
  });
});
