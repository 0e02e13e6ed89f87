import { DATA_KEY_DAYS, SEALS_AFTER_SECONDS } from '#domain/keys/data-key.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

/** A new data key each month; what the older ones have sealed stays as it is. Harmless to repeat. */
export async function renewDataKey({ unitOfWork, log }: UsecaseDependencies): Promise<void> {
  const wish = { by: 'system', sealsAfterSeconds: SEALS_AFTER_SECONDS, ifOlderThanDays: DATA_KEY_DAYS };
  const keyId = await unitOfWork.run((tx) => tx.dataKeys.create(wish));
  if (keyId !== undefined) log.info({ keyId }, 'a new data key will seal');
}
