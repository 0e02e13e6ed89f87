import type { MutationResolvers } from '#generated/graphql.ts';
import { changeEndpoint } from '../change-endpoint.ts';

export const rotateWebhookSecret: NonNullable<MutationResolvers['rotateWebhookSecret']> = (
  _parent,
  { input },
  { usecases },
) =>
  changeEndpoint(usecases, input, ({ overlapHours = 24, ...decoded }) =>
    usecases.rotateWebhookSecret({ ...decoded, overlapHours }),
  );
