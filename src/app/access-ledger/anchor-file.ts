import { z } from 'zod';
import type { LedgerAnchor } from '#domain/access/ledger-entry.ts';
import type { AnchorFile } from '#domain/access/ledger-stores.ts';
import { appendLine, readLines } from '#platform/durable-lines.ts';

const bytes = z.hex().transform((text) => new Uint8Array(Buffer.from(text, 'hex')));

const Line = z.strictObject({
  v: z.literal(1),
  stream: z.uuid(),
  sequence: z.int().min(0),
  hash: bytes,
  at: z.iso.datetime().transform((text) => new Date(text)),
  algorithm: z.enum(['HMAC-SHA-256', 'Ed25519']),
  signature: bytes,
});

/** One JSON object a line, bytes as hexadecimal digits, instants in UTC. */
export function openAnchorFile(file: string): AnchorFile {
  return {
    append: (anchor) => appendLine(file, lineOf(anchor)),
    read() {
      const lines = readLines(file);
      return lines && anchorsIn(lines);
    },
  };
}

async function* anchorsIn(lines: AsyncIterable<string>): AsyncGenerator<LedgerAnchor | 'UNREADABLE'> {
  for await (const text of lines) if (text !== '') yield readLine(text);
}

function readLine(text: string): LedgerAnchor | 'UNREADABLE' {
  try {
    const { stream: streamId, sequence, hash, at, algorithm, signature } = Line.parse(JSON.parse(text));
    return { streamId, sequence, hash, at, algorithm, signature };
  } catch {
    return 'UNREADABLE';
  }
}

function lineOf({ streamId, sequence, hash, at, algorithm, signature }: LedgerAnchor): string {
  const hex = (value: Uint8Array) => Buffer.from(value).toString('hex');
  const line = { v: 1, stream: streamId, sequence, hash: hex(hash), at, algorithm, signature: hex(signature) };
  return JSON.stringify(line);
}
