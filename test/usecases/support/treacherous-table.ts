import { createLedgerKeys } from '#app/access-ledger/ledger-keys.ts';
import { demoSecrets } from '#app/secrets.ts';
import type { LedgerEntry, LedgerPlace, LedgerStream, PlacedEntry } from '#domain/access/ledger-entry.ts';
import type { LedgerTable } from '#domain/access/ledger-stores.ts';
import { uuidV7Ids } from '#platform/ids.ts';

export const KEYS = createLedgerKeys(demoSecrets().ledger);
export const AT = new Date('2026-03-02T02:00:00Z');
export const PERSON = '01990000-0000-7000-8000-000000000001';

export const SILENT = { info() {}, warn() {}, error() {} };

export function entry(change: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    id: uuidV7Ids.at(AT),
    at: AT,
    viewer: { subject: 'test:window', role: 'WINDOW', divisionCode: '990100' },
    decision: 'SHOWN',
    personId: PERSON,
    fieldClasses: ['IDENTITY'],
    purpose: 'CASE_HANDLING',
    requestId: 'request',
    ...change,
  };
}

/** What happens to one statement that appends. */
export type Fate = 'COMMITTED' | 'REFUSED' | 'ANSWER_LOST' | 'LATE';

export interface TreacherousTable extends LedgerTable {
  readonly streams: Map<string, LedgerStream>;
  readonly rows: PlacedEntry[];
  /** How many entries each statement had. */
  readonly statements: number[];
  /** Of the statements to come, in their order; what is not said is COMMITTED. */
  fates: Fate[];
  /** Whether the head can be read. */
  readable: boolean;
  /** Commits what was on its way for so long, as far as it still can be. */
  arrive(): void;
}

/**
 * A table of which not every answer arrives: ANSWER_LOST commits and fails, LATE fails and is committed when `arrive` is
 * called or the next statement comes, whichever is first, unless its first place is taken by then.
 */
export function treacherousTable(): TreacherousTable {
  let underWay: (readonly PlacedEntry[])[] = [];
  const commit = (entries: readonly PlacedEntry[]): void => {
    const taken = new Set(table.rows.map(({ streamId, sequence }) => `${streamId} ${sequence}`));
    if (entries.some(({ streamId, sequence }) => taken.has(`${streamId} ${sequence}`)))
      throw new Error('duplicate key value violates unique constraint');
    table.rows.push(...entries);
  };
  const table: TreacherousTable = {
    streams: new Map(),
    rows: [],
    statements: [],
    fates: [],
    readable: true,
    arrive() {
      for (const entries of underWay) {
        try {
          commit(entries);
        } catch {
          // Its place was taken.
        }
      }
      underWay = [];
    },
    async openStream(stream) {
      table.streams.set(stream.id, stream);
    },
    async append(entries) {
      table.statements.push(entries.length);
      const fate = table.fates.shift() ?? 'COMMITTED';
      if (fate === 'REFUSED') throw new Error('the database refused');
      if (fate === 'LATE') {
        underWay.push(entries);
        throw new Error('the connection broke');
      }
      table.arrive();
      commit(entries);
      if (fate === 'ANSWER_LOST') throw new Error('the connection broke');
    },
    async headOf(streamId): Promise<LedgerPlace | undefined> {
      if (!table.readable) throw new Error('the database is away');
      return table.rows.filter((row) => row.streamId === streamId).toSorted((a, b) => b.sequence - a.sequence)[0];
    },
    async close() {},
  };
  return table;
}
