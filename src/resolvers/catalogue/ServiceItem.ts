import { formJsonSchema } from '#domain/catalogue/form-json-schema.ts';
import type { ClockRuleResolvers, ServiceItemResolvers } from '#generated/graphql.ts';
import { globalId } from '#resolvers/global-id.ts';

export const ServiceItem: ServiceItemResolvers = {
  id: ({ id }) => globalId('ServiceItem', id),
  code: ({ item }) => item.code,
  name: ({ item }) => item.name,
  audience: ({ item }) => item.audience,
  form: ({ item }) => formJsonSchema(item.form),
  consents: ({ item }) => item.consents,
  steps: ({ item }) => item.steps.map(({ key, name, role }) => ({ key, name, role })),
};

export const ClockRule: ClockRuleResolvers = { consequence: ({ consequence }) => consequence.text };
