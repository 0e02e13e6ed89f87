import { assessmentOf } from '#domain/cases/assessment-of.ts';
import { stepProgress } from '#domain/cases/step-progress.ts';
import { RequestRefusedError } from '#domain/errors.ts';
import type { QueryResolvers } from '#generated/graphql.ts';
import { computedDeadline } from '#resolvers/computed-deadline.ts';
import { noteShown } from '#resolvers/shown.ts';
import { materialsOf, omittedStepsOf, passportsOf } from '../plan-answers.ts';

const NOTHING = {
  eligible: null,
  reasons: [],
  steps: [],
  passports: [],
  materials: [],
  omittedSteps: [],
  deadlines: [],
};

export const previewCase: NonNullable<QueryResolvers['previewCase']> = async (_parent, { input }, context) => {
  const { usecases, language } = context;
  try {
    const { personId, version, answer, deadlines } = await usecases.previewCase({
      serviceItemCode: input.serviceItemCode,
      residentId: input.residentId ?? undefined,
      divisionCode: input.divisionCode,
      workplaceDivisionCode: input.workplaceDivisionCode ?? undefined,
      form: input.form,
      materials: input.materials ?? [],
      passports: input.passports ?? [],
    });
    // Reasons and passports tell what other agencies hold, whichever of them are asked for.
    await noteShown({ personId }, 'AGENCY_RECORD', context);
    return {
      eligible: answer.eligible,
      reasons: answer.plan.eligibility,
      steps: stepProgress(version.item, answer.plan, [], 'IN_PROGRESS'),
      passports: passportsOf(answer.plan.passports),
      materials: materialsOf(version.item, answer.plan),
      omittedSteps: omittedStepsOf(version.item, answer.plan),
      assessment: assessmentOf(version.item, answer.facts) ?? null,
      deadlines: deadlines.map(({ stepKey, rule, computation }) => ({
        stepKey,
        deadline: computedDeadline(rule, computation, language),
      })),
      userErrors: answer.faults,
    };
  } catch (error) {
    if (error instanceof RequestRefusedError) return { ...NOTHING, userErrors: error.faults };
    throw error;
  }
};
