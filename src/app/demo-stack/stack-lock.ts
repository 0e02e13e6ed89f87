import { realpathSync } from 'node:fs';
import { type Stack, readStackFile, removeStackFile } from '#app/demo-stack/stack-file.ts';
import { takeOwnerLock } from '#platform/embedded-postgres/owner-lock.ts';

export interface StackLock {
  release(): Promise<void>;
}

/**
 * At most one demo stack per data folder: two would share its database and take each other's work. The kernel keeps the
 * lock and takes it back when its holder dies, so of two starts at the same moment one wins, and what a killed stack
 * left behind refuses nobody. Throws with the mend.
 */
export async function takeStackLock(dataDir: string): Promise<StackLock> {
  const lock = await takeOwnerLock(`stack:${realpathSync(dataDir)}`);
  if (!lock) {
    throw new Error(
      `这个数据目录的演示已在运行 / a demo already runs from this data folder: ${findStack(dataDir)?.gatewayUrl ?? '正在启动 / still starting'}\n` +
        '另开一套请设 ONEDOOR_DATA_DIR / for another one set ONEDOOR_DATA_DIR',
    );
  }
  removeStackFile(dataDir);
  return lock;
}

function findStack(dataDir: string): Stack | undefined {
  try {
    return readStackFile(dataDir);
  } catch {
    return undefined;
  }
}
