import { stepProgress } from '#domain/cases/step-progress.ts';
import { RequestRefusedError } from '#domain/errors.ts';
import type { QueryResolvers } from '#generated/graphql.ts';

export const previewCase: NonNullable<QueryResolvers['previewCase']> = async (_parent, { input }, { usecases }) => {
  try {
    const { version, answer } = await usecases.previewCase({
      serviceItemCode: input.serviceItemCode,
      residentId: input.residentId ?? undefined,
      divisionCode: input.divisionCode,
      workplaceDivisionCode: input.workplaceDivisionCode ?? undefined,
      form: input.form,
    });
    return {
      eligible: answer.eligible,
      reasons: answer.plan.eligibility,
      steps: stepProgress(version.item, answer.plan.steps, [], 'IN_PROGRESS'),
      userErrors: answer.faults,
    };
  } catch (error) {
    if (error instanceof RequestRefusedError)
      return { eligible: null, reasons: [], steps: [], userErrors: error.faults };
    throw error;
  }
};
