import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buildTestApp, type TestApp } from '../../support/build-test-app.ts';
import { endpointOf, partner } from '../../usecases/partners/support/partner.ts';

let house: TestApp;

beforeAll(async () => {
  house = await buildTestApp();
});

afterEach(async () => {
  await house.app.database.prisma.webhookEndpoint.deleteMany();
});

afterAll(() => house.close());

const URL_OF_COURT = 'https://hooks.example.org/onedoor';

describe('createWebhookEndpoint', () => {
  it('shows the secret once, and never stores it in the clear', async () => {
    const input = { idempotencyKey: randomUUID(), url: URL_OF_COURT };

    const first = await partner(house, 'court', 'createWebhookEndpoint', input);
    const again = await partner(house, 'court', 'createWebhookEndpoint', input);

    expect(first.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(first).toMatchObject({ replayed: false, endpoint: { state: 'ACTIVE', url: URL_OF_COURT } });
    expect(again).toMatchObject({ replayed: true, secret: null, endpoint: { id: first.endpoint.id } });
    const rows = await house.app.database.prisma.webhookSecret.findMany();
    const keys = await house.app.database.prisma.idempotencyKey.findMany();
    expect(rows).toHaveLength(1);
    expect(Buffer.from(rows[0]?.secretSealed ?? []).toString('latin1') + JSON.stringify(keys)).not.toContain(
      first.secret,
    );
  });

  it.each([
    'http://hooks.example.org/',
    'https://user:word@hooks.example.org/',
    'https://a@hooks.example.org/',
    'https://hooks.example.org:22/',
    'https://10.0.0.7/',
    'https://169.254.169.254/latest/meta-data/',
    'https://[::ffff:10.0.0.7]/',
    'ftp://hooks.example.org/',
    'no address',
  ])('refuses %s and says what would be right', async (url) => {
    const { userErrors } = await partner(house, 'court', 'createWebhookEndpoint', { url });

    expect(userErrors).toMatchObject([{ code: 'WEBHOOK_URL_REFUSED', path: ['url'] }]);
    expect(JSON.stringify(userErrors)).not.toContain('hooks.example.org');
    expect(await house.app.database.prisma.webhookEndpoint.count()).toBe(0);
  });

  it('makes five for an agency and no sixth, also when all are asked for at once', async () => {
    const asked = await Promise.all(
      Array.from({ length: 7 }, (_, at) =>
        partner(house, 'court', 'createWebhookEndpoint', { url: `${URL_OF_COURT}/${at}` }),
      ),
    );

    expect(asked.filter(({ userErrors }) => userErrors.length === 0)).toHaveLength(5);
    expect(asked.flatMap(({ userErrors }) => userErrors.map(({ code }) => code))).toEqual([
      'WEBHOOK_ENDPOINTS_FULL',
      'WEBHOOK_ENDPOINTS_FULL',
    ]);
    expect((await partner(house, 'hr', 'createWebhookEndpoint', { url: URL_OF_COURT })).userErrors).toEqual([]);
  });
});

describe('an endpoint that is there', () => {
  it('is changed, paused, resumed and deleted, each once', async () => {
    const { endpoint } = await partner(house, 'court', 'createWebhookEndpoint', { url: URL_OF_COURT });
    const endpointId = endpoint.id;

    const changed = await partner(house, 'court', 'updateWebhookEndpoint', {
      endpointId,
      url: `${URL_OF_COURT}/2`,
      eventTypes: ['REFERRAL_RECALLED'],
    });
    const refused = await partner(house, 'court', 'updateWebhookEndpoint', { endpointId, url: 'https://10.0.0.7/' });
    const paused = await partner(house, 'court', 'pauseWebhookEndpoint', { endpointId });
    const pausedAgain = await partner(house, 'court', 'pauseWebhookEndpoint', { endpointId });
    const resumed = await partner(house, 'court', 'resumeWebhookEndpoint', { endpointId });
    const deleted = await partner(house, 'court', 'deleteWebhookEndpoint', { endpointId });

    expect(changed.endpoint).toMatchObject({ url: `${URL_OF_COURT}/2`, eventTypes: ['REFERRAL_RECALLED'] });
    expect(refused.userErrors).toMatchObject([{ code: 'WEBHOOK_URL_REFUSED' }]);
    expect(paused.endpoint).toMatchObject({ state: 'PAUSED', stateReason: 'BY_HAND' });
    expect(pausedAgain.userErrors).toMatchObject([{ code: 'TRANSITION_REFUSED' }]);
    expect(resumed.endpoint).toMatchObject({ state: 'ACTIVE', stateReason: null });
    expect(deleted.deletedEndpointId).toBe(endpointId);
    expect(await endpointOf(house, 'court', endpointId)).toBeNull();
  });

  it('has no secret with an overlap longer than a week', async () => {
    const { endpoint } = await partner(house, 'court', 'createWebhookEndpoint', { url: URL_OF_COURT });

    for (const overlapHours of [-1, 169])
      expect(
        (await partner(house, 'court', 'rotateWebhookSecret', { endpointId: endpoint.id, overlapHours })).userErrors,
      ).toMatchObject([{ code: 'CHOICE_INVALID', path: ['overlapHours'] }]);
  });
});
