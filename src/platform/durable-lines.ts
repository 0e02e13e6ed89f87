import { createReadStream, existsSync } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';

/**
 * Adds a line to a file and waits until it is on the disk. Several processes may write into the same file: a line is one
 * write at its end. Makes the file, readable by its owner alone, and its folder.
 */
export async function appendLine(file: string, line: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const handle = await open(file, 'a', 0o600);
  try {
    await handle.appendFile(`${line}\n`);
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

/** Line by line, whatever the size; undefined when there is no such file. */
export function readLines(file: string): AsyncIterable<string> | undefined {
  if (!existsSync(file)) return undefined;
  return createInterface({ input: createReadStream(file), crlfDelay: Infinity });
}
