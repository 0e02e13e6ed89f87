import type { MutationResolvers } from '#generated/graphql.ts';
import { requireRowId } from '#resolvers/global-id.ts';
import { changingReferral } from '../change-referral.ts';

export const assignMediator: NonNullable<MutationResolvers['assignMediator']> = (_parent, { input }, context) =>
  changingReferral(input, context, (subject) =>
    context.usecases.assignMediator({
      ...subject,
      mediatorId: requireRowId('Mediator', input.mediatorId, 'mediatorId'),
      conflictDeclared: input.conflictDeclared,
    }),
  );
