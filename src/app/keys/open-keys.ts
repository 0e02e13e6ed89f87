import type { SealingKeys } from '#app/secrets.ts';
import { createBlindIndex } from '#platform/crypto/blind-index.ts';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';
import { createKeyRingProvider } from '#platform/crypto/key-ring-provider.ts';
import { createKeyRing, type KeyRing } from '#platform/crypto/key-ring.ts';
import { createKeyWrapping } from '#platform/crypto/key-wrapping.ts';
import type { Logger } from '#platform/logger.ts';
import type { Database } from '#store/database.ts';
import { insertFirstDataKey, type KeyMaking } from '#store/keys/data-key-rows.ts';
import { fillKeyRing, type KeyRingFaults } from '#store/keys/fill-key-ring.ts';

/** The keys of this process: the data keys of the database, opened with the secret file, in memory. */
export interface Keys {
  readonly crypto: CryptoProvider;
  readonly making: KeyMaking;
  /** False while everything that has to be sealed would be refused. */
  canSeal(): boolean;
  /** What stood in the way when they were last read; undefined until that has worked once. */
  faults(): KeyRingFaults | undefined;
  /** Reads them again. Never throws: as long as it does not work, what is known stays in use. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}

export interface KeyOptions {
  /** KEEP makes the first key of an empty database and refuses to start with the wrong keys; LOOK writes and refuses nothing. */
  readonly duty: 'KEEP' | 'LOOK';
  /** How often they are read again; never, if absent. */
  readonly refreshEveryMs?: number | undefined;
  readonly log: Logger;
}

/** Started with these keys, it would lose what it seals or register people twice. */
export class WrongKeysError extends Error {
  override readonly name = 'WrongKeysError';
}

/** Throws WrongKeysError. A database that does not answer, or has no tables yet, is asked again later. */
export async function openKeys(database: Database, sealing: SealingKeys, options: KeyOptions): Promise<Keys> {
  const { log, duty, refreshEveryMs } = options;
  const ring = createKeyRing(sealing.keys);
  const index = createBlindIndex(sealing.indexKey, sealing.suite);
  const making = { wrapping: createKeyWrapping(sealing), index };
  const read = keyReader(database, ring, making, duty);
  let faults: KeyRingFaults | undefined;
  let reading: Promise<void> = Promise.resolve();
  let isReading = false;

  async function readAgain(): Promise<void> {
    isReading = true;
    try {
      faults = await read();
      if (faults.unopened.length > 0) log.error({ keyIds: faults.unopened }, 'data keys do not open');
      if (faults.isOtherIndex) log.error({}, 'the data keys were made under another index key');
    } catch (error) {
      log.warn({ err: error }, 'the data keys could not be read; they are read again soon');
    } finally {
      isReading = false;
    }
  }

  // One after the other: of two that overlap, the one that saw less could come last.
  const refresh = (): Promise<void> => (reading = reading.then(readAgain));
  const tick = (): void => void (isReading || refresh());

  await refresh();
  const wrong = duty === 'KEEP' && faults ? wrongKeys(faults) : undefined;
  if (wrong !== undefined) throw new WrongKeysError(wrong);
  const timer = refreshEveryMs === undefined ? undefined : setInterval(tick, refreshEveryMs);
  return {
    crypto: createKeyRingProvider(ring, index),
    making,
    canSeal: () => ring.canSeal(),
    faults: () => faults,
    refresh,
    async close() {
      clearInterval(timer);
      await reading;
    },
  };
}

function keyReader(
  { prisma }: Database,
  ring: KeyRing,
  making: KeyMaking,
  duty: KeyOptions['duty'],
): () => Promise<KeyRingFaults> {
  const opened = new Map<string, Uint8Array>();
  return async () => {
    const faults = await fillKeyRing(prisma, ring, making, opened);
    if (!faults.isEmpty || duty === 'LOOK') return faults;
    await prisma.$transaction((tx) => insertFirstDataKey(tx, making));
    return fillKeyRing(prisma, ring, making, opened);
  };
}

function wrongKeys({ unopened, isOtherIndex }: KeyRingFaults): string | undefined {
  if (isOtherIndex)
    return '密钥文件中的 indexKey 与此数据库建立时不同，按证件号将找不到已登记的人；请换回与数据库同时备份的密钥文件 / indexKey of the secret file is not the one this database was filled with: nobody would be found by number; put back the secret file that was backed up with it';
  if (unopened.length > 0)
    return `数据密钥 ${unopened.join('、')} 打不开：密钥文件缺少包裹它的主密钥；请换回与数据库同时备份的密钥文件，或执行 npm run ops -- doctor 查看 / data keys ${unopened.join(', ')} do not open: the secret file lacks their wrapping key; put back the one that was backed up with this database, or look with npm run ops -- doctor`;
  return undefined;
}
