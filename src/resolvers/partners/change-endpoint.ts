import { requireRowId } from '#resolvers/global-id.ts';
import { answering } from '#resolvers/user-errors.ts';
import type { ViewerUsecases } from '#usecases/viewer-usecases.ts';

interface EndpointInput {
  readonly idempotencyKey: string;
  readonly endpointId: string;
}

type Decoded<Input> = Input & { readonly endpointId: string };

/** Runs what changes an endpoint and answers it as it is now; a secret is passed on when there is one. */
export function changeEndpoint<Input extends EndpointInput>(
  usecases: ViewerUsecases,
  input: Input,
  change: (input: Decoded<Input>) => Promise<{
    readonly result: { readonly endpointId: string; readonly secret?: string | undefined };
    readonly replayed: boolean;
  }>,
) {
  return answering(async () => {
    const endpointId = requireRowId('WebhookEndpoint', input.endpointId, 'endpointId');
    const { result, replayed } = await change({ ...input, endpointId });
    const endpoint = (await usecases.findWebhookEndpoint(result.endpointId)) ?? null;
    return { ...result, endpoint, secret: result.secret ?? null, replayed };
  });
}
