import type { PlannedStepResolvers } from '#generated/graphql.ts';

export const PlannedStep: PlannedStepResolvers = {
  key: ({ step }) => step.key,
  name: ({ step }) => step.name,
  role: ({ step }) => step.role,
  office: async ({ planned }, _args, { loaders }) => (await loaders.office.load(planned.officeId)) ?? null,
  reasons: ({ planned }) => planned.reasons,
  clocks: ({ planned }) => planned.clocks,
};
