import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';

const folders: string[] = [];

// Of the file that imports this: inside a test it would be registered too late.
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Closed to everybody else, as mkdtemp makes it, unless `open`. Removed when the file's tests are over. */
export function temporaryFolder(options: { open?: boolean } = {}): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'onedoor-postgres-test-'));
  if (options.open) chmodSync(folder, 0o777);
  folders.push(folder);
  return folder;
}
