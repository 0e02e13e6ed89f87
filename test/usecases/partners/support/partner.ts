import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { PersonaName } from '#app/personas.ts';
import type { TestApp } from '../../../support/build-test-app.ts';

export interface EndpointSeen {
  readonly id: string;
  readonly url: string;
  readonly state: string;
  readonly stateReason: string | null;
  readonly failingSince: string | null;
  readonly eventTypes: readonly string[];
  readonly secrets: readonly { readonly createdAt: string; readonly expiresAt: string | null }[];
}

export interface DeliverySeen {
  readonly id: string;
  readonly webhookId: string;
  readonly type: string;
  readonly status: string;
  readonly body: string;
  readonly nextAttemptAt: string | null;
  readonly attempts: readonly {
    readonly number: number;
    readonly outcome: string | null;
    readonly requestHeaders: readonly { readonly name: string; readonly value: string }[];
    readonly responseStatus: number | null;
    readonly responseHeaders: readonly { readonly name: string; readonly value: string }[];
    readonly responseBody: string | null;
  }[];
}

const ENDPOINT = 'id url state stateReason failingSince eventTypes secrets { createdAt expiresAt }';
const DELIVERY = `id webhookId type status body nextAttemptAt attempts { number outcome requestHeaders { name value }
  responseStatus responseHeaders { name value } responseBody }`;

const SELECTIONS: Readonly<Record<string, string>> = {
  createWebhookEndpoint: `endpoint { ${ENDPOINT} } secret`,
  rotateWebhookSecret: `endpoint { ${ENDPOINT} } secret`,
  updateWebhookEndpoint: `endpoint { ${ENDPOINT} }`,
  pauseWebhookEndpoint: `endpoint { ${ENDPOINT} }`,
  resumeWebhookEndpoint: `endpoint { ${ENDPOINT} }`,
  deleteWebhookEndpoint: 'deletedEndpointId',
  testWebhookEndpoint: `delivery { ${DELIVERY} }`,
  resendDelivery: `delivery { ${DELIVERY} }`,
  resendFrom: `endpoint { ${ENDPOINT} } count more`,
};

export interface PartnerPayload {
  readonly endpoint: EndpointSeen;
  readonly secret: string;
  readonly delivery: DeliverySeen;
  readonly deletedEndpointId: string;
  readonly count: number;
  readonly more: boolean;
  readonly replayed: boolean;
  readonly userErrors: readonly {
    readonly code: string;
    readonly path: readonly string[] | null;
    readonly remedy: string;
  }[];
}

/** Runs one of the mutations; the key is new unless it is given. */
export async function partner(
  house: TestApp,
  as: PersonaName,
  mutation: keyof typeof SELECTIONS,
  input: Readonly<Record<string, unknown>>,
): Promise<PartnerPayload> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input!`;
  const { data, errors } = await house.run<{ answer: PartnerPayload }>(
    as,
    `mutation Change($input: ${type}) { answer: ${mutation}(input: $input) {
       ${SELECTIONS[mutation]} replayed userErrors { code path remedy } } }`,
    { input: { idempotencyKey: randomUUID(), ...input } },
  );
  expect(errors).toEqual([]);
  return data.answer;
}

export async function endpointOf(house: TestApp, as: PersonaName, id: string): Promise<EndpointSeen | null> {
  const { data, errors } = await house.run<{ webhookEndpoint: EndpointSeen | null }>(
    as,
    `query ($id: ID!) { webhookEndpoint(id: $id) { ${ENDPOINT} } }`,
    { id },
  );
  expect(errors).toEqual([]);
  return data.webhookEndpoint;
}

export async function deliveriesOf(house: TestApp, as: PersonaName, id: string): Promise<readonly DeliverySeen[]> {
  const { data, errors } = await house.run<{ deliveries: { nodes: readonly DeliverySeen[] } | null }>(
    as,
    `query ($id: ID!) { deliveries(endpointId: $id, first: 100) { nodes { ${DELIVERY} } } }`,
    { id },
  );
  expect(errors).toEqual([]);
  return data.deliveries?.nodes ?? [];
}

/** What relay and worker do: places events, sends what is due, until nothing is. */
export async function tell({ app: { system } }: TestApp): Promise<void> {
  for (let round = 0; round < 100; round += 1) {
    const placed = await system.placePartnerEvents(500);
    const due = await system.offerDueWebhooks(100, 0);
    await Promise.all(due.map(({ id }) => system.deliverWebhook(id)));
    if (placed + due.length === 0) return;
  }
  throw new Error('telling never came to an end');
}

/** Waiting is over for back-off, holds and leases: what lay in the future is past. */
export async function letTimePass({ app: { database } }: TestApp): Promise<void> {
  await database.prisma.$executeRaw`
    UPDATE webhook_delivery SET next_attempt_at = next_attempt_at - interval '2 days', lease_until = lease_until - interval '2 days'`;
  await database.prisma.$executeRaw`UPDATE webhook_endpoint SET held_until = held_until - interval '2 days'`;
}
