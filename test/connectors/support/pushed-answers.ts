import type { GatewayStub, ReceivedWebhook } from '../../sandbox/support/gateway-stub.ts';

/** Everything that was pushed about one referral, once there are this many messages about it. */
export async function answersAbout(
  gateway: GatewayStub,
  referralId: string,
  count: number,
): Promise<readonly ReceivedWebhook[]> {
  function mine(): readonly ReceivedWebhook[] {
    return gateway.received.filter(({ body }) => body.toString('utf8').includes(referralId));
  }
  while (mine().length < count) await gateway.waitForWebhooks(gateway.received.length + 1);
  return mine();
}

/** As a webhook message of the port has them. */
export function flatHeaders({ headers }: ReceivedWebhook): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
