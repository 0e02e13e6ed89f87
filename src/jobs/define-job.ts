import type { z } from 'zod';

/** One kind of job: its name and what its payload holds, parsed when it is taken up, and what is done. */
export interface JobDefinition {
  readonly name: string;
  run(data: unknown): Promise<void>;
}

/** Handlers are idempotent: a job may run twice, late, or for something that has long been done. */
export function defineJob<Payload>(
  name: string,
  payload: z.ZodType<Payload>,
  handle: (payload: Payload) => Promise<unknown>,
): JobDefinition {
  return {
    name,
    async run(data) {
      await handle(payload.parse(data));
    },
  };
}
