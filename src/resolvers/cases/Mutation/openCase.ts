import type { MutationResolvers } from '#generated/graphql.ts';
import { requireRowId } from '#resolvers/global-id.ts';
import { answering } from '#resolvers/user-errors.ts';

export const openCase: NonNullable<MutationResolvers['openCase']> = (_parent, { input }, { usecases }) =>
  answering(async () => {
    const { result, replayed } = await usecases.openCase({
      idempotencyKey: input.idempotencyKey,
      serviceItemCode: input.serviceItemCode,
      channel: input.channel,
      applicant: { ...input.applicant, phone: input.applicant.phone ?? undefined },
      divisionCode: input.divisionCode,
      workplaceDivisionCode: input.workplaceDivisionCode ?? undefined,
      form: input.form,
      consents: input.consents,
      materials: input.materials ?? undefined,
      passports: input.passports ?? undefined,
      leadId: input.leadId ? requireRowId('Lead', input.leadId, 'leadId') : undefined,
    });
    return { case: (await usecases.findCase(result.caseId)) ?? null, replayed };
  });
