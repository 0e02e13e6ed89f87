import { wireType } from '#domain/partners/partner-event.ts';
import { webhookIdOf } from '#domain/partners/webhook-delivery.ts';
import type { WebhookDeliveryResolvers } from '#generated/graphql.ts';
import { globalId } from '#resolvers/global-id.ts';

export const WebhookDelivery: WebhookDeliveryResolvers = {
  id: ({ id }) => globalId('WebhookDelivery', id),
  webhookId: ({ id }) => webhookIdOf(id),
  type: ({ type }) => wireType(type),
  eventId: ({ eventId }) => (eventId === undefined ? null : globalId('PartnerEvent', eventId)),
};
