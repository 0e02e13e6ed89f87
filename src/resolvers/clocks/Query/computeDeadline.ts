import { RequestRefusedError } from '#domain/errors.ts';
import { localDate } from '#domain/referrals/local-date.ts';
import type { QueryResolvers } from '#generated/graphql.ts';
import { computedDeadline } from '#resolvers/computed-deadline.ts';

export const computeDeadline: NonNullable<QueryResolvers['computeDeadline']> = async (
  _parent,
  { input },
  { usecases, language },
) => {
  try {
    const { rule, computation } = await usecases.computeDeadline({
      clock: input.clock,
      startedOn: localDate(input.startedOn),
      divisionCode: input.divisionCode ?? undefined,
      extension: input.extension ?? undefined,
    });
    return { deadline: computedDeadline(rule, computation, language), userErrors: [] };
  } catch (error) {
    if (error instanceof RequestRefusedError) return { deadline: null, userErrors: error.faults };
    throw error;
  }
};
