import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PersonaName } from '#app/personas.ts';
import { buildTestApp, type TestApp } from '../../support/build-test-app.ts';
import { deliveriesOf, endpointOf, partner } from '../../usecases/partners/support/partner.ts';

let house: TestApp;
let ofCourt: string;
let pinged: string;

beforeAll(async () => {
  house = await buildTestApp({ now: new Date() });
  const { endpoint } = await partner(house, 'court', 'createWebhookEndpoint', { url: 'https://hooks.example.org/a' });
  ofCourt = endpoint.id;
  pinged = (await partner(house, 'court', 'testWebhookEndpoint', { endpointId: ofCourt })).delivery.id;
});

afterAll(() => house.close());

const OTHERS: readonly PersonaName[] = ['hr', 'civil-affairs', 'legal-aid'];

describe('an endpoint of the court', () => {
  it('is seen by the court and by the operator', async () => {
    for (const persona of ['court', 'operator'] as const) {
      expect(await endpointOf(house, persona, ofCourt)).toMatchObject({ id: ofCourt });
      expect(await deliveriesOf(house, persona, ofCourt)).toMatchObject([{ id: pinged, type: 'ping' }]);
    }
  });

  it.each(OTHERS)('is not there for %s', async (persona) => {
    const { data } = await house.run<{ webhookEndpoints: { nodes: readonly object[]; totalCount: number } }>(
      persona,
      '{ webhookEndpoints(agencyCode: "court") { nodes { id } totalCount } }',
    );
    const { data: nodes } = await house.run<{ nodes: readonly (object | null)[] }>(
      persona,
      'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }',
      { ids: [ofCourt, pinged] },
    );

    expect(data.webhookEndpoints).toEqual({ nodes: [], totalCount: 0 });
    expect(nodes.nodes).toEqual([null, null]);
    expect(await endpointOf(house, persona, ofCourt)).toBeNull();
    expect(await deliveriesOf(house, persona, ofCourt)).toEqual([]);
  });

  it.each(
    OTHERS.flatMap((persona) =>
      (
        [
          ['updateWebhookEndpoint', { url: 'https://hooks.example.org/theirs' }],
          ['rotateWebhookSecret', {}],
          ['pauseWebhookEndpoint', {}],
          ['resumeWebhookEndpoint', {}],
          ['deleteWebhookEndpoint', {}],
          ['testWebhookEndpoint', {}],
          ['resendFrom', { from: new Date().toISOString() }],
        ] as const
      ).map(([mutation, input]) => ({ persona, mutation, input })),
    ),
  )('$mutation by $persona finds nothing, as if it had never been', async ({ persona, mutation, input }) => {
    const missing = Buffer.from('whe:01990000-0000-7000-8000-000000000001').toString('base64url');

    const theirs = await partner(house, persona, mutation, { ...input, endpointId: ofCourt });
    const nobodys = await partner(house, persona, mutation, { ...input, endpointId: missing });

    expect(theirs.userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['endpointId'] }]);
    expect(theirs).toEqual(nobodys);
    expect(await endpointOf(house, 'court', ofCourt)).toMatchObject({
      state: 'ACTIVE',
      url: 'https://hooks.example.org/a',
    });
  });

  it.each(OTHERS)('has deliveries that %s cannot send again', async (persona) => {
    const { userErrors } = await partner(house, persona, 'resendDelivery', { deliveryId: pinged });

    expect(userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['deliveryId'] }]);
  });

  it.each(OTHERS)('cannot be made by %s', async (persona) => {
    const { userErrors } = await partner(house, persona, 'createWebhookEndpoint', {
      url: 'https://hooks.example.org/b',
      agencyCode: 'court',
    });

    expect(userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['agencyCode'] }]);
  });
});

describe('the operator', () => {
  it.each([undefined, 'nobody', 'NOT A CODE'])('has to name an agency that there is, not %s', async (agencyCode) => {
    const { userErrors } = await partner(house, 'operator', 'createWebhookEndpoint', {
      url: 'https://hooks.example.org/b',
      agencyCode,
    });

    expect(userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['agencyCode'] }]);
  });
});
