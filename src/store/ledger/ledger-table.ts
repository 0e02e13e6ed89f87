import pg from 'pg';
import type { LedgerTable } from '#domain/access/ledger-stores.ts';
import { writeJsonRow } from '#store/json-rows.ts';
import { entryRow } from '#store/ledger/ledger-rows.ts';

/** A statement takes milliseconds; whoever waits for longer shows nothing, and asks again. */
const CONNECT_MS = 2_000;
const STATEMENT_MS = 2_000;

/**
 * On a connection of its own, so that a look at a person waits for no other work of the process; a statement that fails takes
 * the connection with it, since nobody knows in which state that is. The driver alone: the client over it takes four times
 * the processor for a statement of one row.
 */
export function openLedgerTable(databaseUrl: string, onError: (error: unknown) => void): LedgerTable {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: 1,
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_MS,
    // The server gives up first, so that what the client gave up on cannot be committed long after it.
    statement_timeout: STATEMENT_MS,
    query_timeout: STATEMENT_MS + 500,
    application_name: 'onedoor-access-ledger',
  });
  pool.on('error', onError);
  pool.on('connect', (client) => client.on('error', onError));
  return {
    async openStream(stream) {
      await pool.query(OPEN_STREAM, [
        stream.id,
        stream.role,
        stream.host,
        stream.pid,
        stream.openedAt,
        stream.keyId,
        stream.format,
        Buffer.from(stream.genesis),
      ]);
    },
    async append(entries) {
      const rows = JSON.stringify(entries.map((entry) => writeJsonRow({ ...entryRow(entry) })));
      await pool.query({ name: 'ledger-append', text: APPEND, values: [rows] });
    },
    async headOf(streamId) {
      const { rows } = await pool.query<{ sequence: number; hash: Buffer }>(HEAD, [streamId]);
      const [head] = rows;
      return head && { streamId, sequence: head.sequence, hash: head.hash };
    },
    close: () => pool.end(),
  };
}

const OPEN_STREAM = `
  INSERT INTO ledger_stream (id, role, host, pid, opened_at, key_id, format, genesis)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`;

const APPEND = `
  INSERT INTO ledger_entry SELECT * FROM json_populate_recordset(NULL::ledger_entry, $1::json)`;

const HEAD = `
  SELECT sequence, hash FROM ledger_entry WHERE stream_id = $1 ORDER BY sequence DESC LIMIT 1`;
