import type { LedgerAnchor, LedgerEntry, LedgerPlace, LedgerStream } from '#domain/access/ledger-entry.ts';

/** The present way of writing entries down; old entries keep the one they were made with. */
export const LEDGER_FORMAT = 1;

/**
 * What is hashed of an entry: a JSON array of its format, its place and its fields in this order, absent ones as null,
 * instants in UTC with milliseconds. JSON quotes whatever a text holds, so no two entries are written alike; anybody can
 * write the same line in another language. Undefined for a format that is not known here.
 */
export function canonicalEntry(
  { streamId, sequence }: Pick<LedgerPlace, 'streamId' | 'sequence'>,
  entry: LedgerEntry,
  format: number,
): string | undefined {
  if (format !== LEDGER_FORMAT) return undefined;
  const { viewer } = entry;
  return JSON.stringify([
    'entry',
    format,
    streamId,
    sequence,
    entry.id,
    entry.at.toISOString(),
    viewer.subject,
    viewer.role,
    viewer.agencyCode ?? null,
    viewer.divisionCode,
    entry.decision,
    entry.personId ?? null,
    entry.caseId ?? null,
    entry.fieldClasses,
    entry.purpose,
    entry.sourceAgency ?? null,
    entry.requestId,
    entry.operation ?? null,
  ]);
}

/** What the genesis of a stream is made of, so that nobody moves entries to another process or time. */
export function canonicalStream(stream: Omit<LedgerStream, 'genesis'>): string {
  const { id, role, host, pid, openedAt, keyId, format } = stream;
  return JSON.stringify(['stream', format, id, role, host, pid, openedAt.toISOString(), keyId]);
}

/** What is signed of an anchor. */
export function canonicalAnchor({
  streamId,
  sequence,
  hash,
  at,
}: Omit<LedgerAnchor, 'algorithm' | 'signature'>): string {
  return JSON.stringify(['anchor', LEDGER_FORMAT, streamId, sequence, hexOf(hash), at.toISOString()]);
}

export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}
