import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const StackFile = z.object({
  gatewayUrl: z.url(),
  controlUrl: z.url(),
  agencies: z.record(z.string(), z.url()),
});

/** Where a running demo stack can be reached; lies in its data folder while it runs. */
export type Stack = z.infer<typeof StackFile>;

const fileIn = (dataDir: string) => path.resolve(dataDir, 'stack.json');

export function writeStackFile(dataDir: string, stack: Stack): void {
  const file = fileIn(dataDir);
  writeFileSync(`${file}.new`, JSON.stringify(stack, null, 2));
  renameSync(`${file}.new`, file);
}

export function removeStackFile(dataDir: string): void {
  rmSync(fileIn(dataDir), { force: true });
}

/** Throws with the mend when no stack runs from this data folder. */
export function readStackFile(dataDir: string): Stack {
  try {
    return StackFile.parse(JSON.parse(readFileSync(fileIn(dataDir), 'utf8')));
  } catch (error) {
    throw new Error(
      '这个数据目录没有正在运行的演示，请先 npm start / no demo stack runs from this data folder; npm start first',
      {
        cause: error,
      },
    );
  }
}
