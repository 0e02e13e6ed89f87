import { formJsonSchema } from '#domain/catalogue/form-json-schema.ts';
import type { ServiceItemResolvers } from '#generated/graphql.ts';
import { globalId } from '#resolvers/global-id.ts';

export const ServiceItem: ServiceItemResolvers = {
  id: ({ id }) => globalId('ServiceItem', id),
  code: ({ item }) => item.code,
  name: ({ item }) => item.name,
  audience: ({ item }) => item.audience,
  form: ({ item }) => formJsonSchema(item.form),
  consents: ({ item }) => item.consents,
  materials: ({ item }) => item.materials,
  passports: ({ item }) => item.passports,
  conditions: ({ item }) => item.eligibility,
  confidential: ({ item }) => item.confidential ?? false,
  steps: ({ item }) =>
    item.steps.map((step) => ({
      ...step,
      leads: step.key === item.lead,
      clocks: step.clocks.flatMap((key) => item.clocks[key] ?? []),
      outcomes: Object.entries(step.outcomes).map(([code, { name, leadsTo, needsAmount = false }]) => ({
        code,
        name,
        needsAmount,
        next: 'next' in leadsTo ? leadsTo.next : [],
        finish: 'finish' in leadsTo ? leadsTo.finish : null,
      })),
    })),
};
