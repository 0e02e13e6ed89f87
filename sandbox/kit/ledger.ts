import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync } from 'node:fs';
import { dirname } from 'node:path';

export interface Ledger<Entry> {
  /** What was on the ledger when it was opened, oldest first. */
  readonly past: readonly Entry[];
  append(entry: Entry): void;
}

/**
 * An append-only file, one JSON line per entry. The line is with the operating system before `append` returns, so a
 * killed process forgets nothing; there is no fsync, which would cost 5–20 ms a line and only guard against power cuts.
 */
export function openLedger<Entry>(file: string): Ledger<Entry> {
  mkdirSync(dirname(file), { recursive: true });
  const bytes = existsSync(file) ? readFileSync(file) : Buffer.alloc(0);
  const end = bytes.lastIndexOf(0x0a) + 1;
  // A line without its newline was being written when the process died: its request was never answered.
  if (end < bytes.length) truncateSync(file, end);
  const lines = bytes
    .subarray(0, end)
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '');
  return {
    past: lines.map((line) => JSON.parse(line) as Entry),
    append: (entry) => appendFileSync(file, `${JSON.stringify(entry)}\n`),
  };
}
