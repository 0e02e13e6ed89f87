import { SEALS_AFTER_SECONDS } from '#domain/keys/data-key.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

export interface StartedRotation {
  readonly id: string;
  /** Data keys that were put under the wrapping key of now. */
  readonly rewrapped: number;
  /** There was one under way; no other was begun. */
  readonly wasUnderWay: boolean;
}

/**
 * Puts all data keys under the wrapping key of now, makes a new one, and has everything that older ones sealed sealed anew;
 * a worker does that, turn by turn. `by` is kept on record.
 */
export async function rotateKeys({ unitOfWork, ids, log }: UsecaseDependencies, by: string): Promise<StartedRotation> {
  const id = ids.next();
  const started = await unitOfWork.run(async (tx) => {
    const rewrapped = await tx.dataKeys.rewrap();
    const [latest] = await tx.keyRotations.list(1);
    if (latest && !latest.finishedAt) return { id: latest.id, rewrapped, wasUnderWay: true };
    const targetKeyId = await tx.dataKeys.create({ by, sealsAfterSeconds: SEALS_AFTER_SECONDS });
    if (targetKeyId === undefined) throw new RangeError('a key without an age to reach is always made');
    await tx.keyRotations.start({ id, targetKeyId, by });
    return { id, rewrapped, wasUnderWay: false };
  });
  log.info({ keyRotationId: started.id, rewrapped: started.rewrapped }, 'keys are being rotated');
  return started;
}
