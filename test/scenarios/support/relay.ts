import { vi, expect } from 'vitest';
import { flatHeaders } from '../../connectors/support/pushed-answers.ts';
import { type GatewayStub, type ReceivedWebhook, startGatewayStub } from '../../sandbox/support/gateway-stub.ts';
import type { TestApp } from '../../support/build-test-app.ts';

/**
 * The address that simulated agencies push to. They are started before the house and it before them, so what they push
 * waits here until a test hands it over, byte for byte and with its signature.
 */
export interface Relay {
  readonly url: string;
  /** Hands over what speaks of `text`, once there is this much of it, and lets the house do what follows. */
  handOver(house: TestApp, text: string, count: number): Promise<void>;
  close(): Promise<void>;
}

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

export async function startRelay(): Promise<Relay> {
  const gateway: GatewayStub = await startGatewayStub();
  const handed = new Set<ReceivedWebhook>();
  const waiting = (text: string) =>
    gateway.received.filter((each) => !handed.has(each) && each.body.toString('utf8').includes(text));

  return {
    url: gateway.url,
    async handOver(house, text, count) {
      await vi.waitFor(() => expect(waiting(text).length).toBeGreaterThanOrEqual(count), {
        timeout: 15_000,
        interval: 20,
      });
      for (const webhook of waiting(text)) {
        handed.add(webhook);
        const agency = webhook.path.split('/').at(-1) ?? '';
        const message = { headers: flatHeaders(webhook), body: webhook.body };
        expect(await house.app.system.receiveWebhook(agency, message), agency).toBe('ACCEPTED');
      }
      await house.drain();
    },
    close: () => gateway.close(),
  };
}

/** What a simulated agency and the house have to know of each other. */
export function sharedSecret(agency: string): {
  readonly sandbox: Readonly<Record<string, string>>;
  readonly gateway: Readonly<Record<string, string>>;
} {
  const prefix = agency.toUpperCase().replaceAll('-', '_');
  return {
    sandbox: { [`SANDBOX_${prefix}_WEBHOOK_SECRET`]: SECRET },
    gateway: { [`${prefix}_WEBHOOK_SECRETS`]: SECRET },
  };
}
