import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type OpenedLedger, openAccessLedger } from '#app/access-ledger/open-access-ledger.ts';
import { demoSecrets } from '#app/secrets.ts';
import { uuidV7Ids } from '#platform/ids.ts';
import { createLogger } from '#platform/logger.ts';
import { type Database, openDatabase } from '#store/database.ts';
import { createAccessLedgerStore } from '#store/ledger/access-ledger-store.ts';
import { verifyLedger } from '#usecases/access/verify-ledger.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';
import { AT, entry, KEYS, SILENT } from '../../usecases/support/treacherous-table.ts';

let testDatabase: TestDatabase;
let database: Database;
let beside: pg.Client;
const ledgers: OpenedLedger[] = [];

beforeEach(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase(testDatabase.url, 2, () => {});
  beside = new pg.Client({ connectionString: testDatabase.url });
  await beside.connect();
});

afterEach(async () => {
  for (const ledger of ledgers.splice(0)) await ledger.close();
  await beside.end();
  await database.close();
  await testDatabase.drop();
});

function openProcess(): OpenedLedger {
  const ledger = openAccessLedger({
    databaseUrl: testDatabase.url,
    secrets: demoSecrets().ledger,
    settings: { role: 'test' },
    store: createAccessLedgerStore(database.prisma),
    clock: { now: () => AT },
    log: createLogger('silent', 'test'),
  });
  ledgers.push(ledger);
  return ledger;
}

function verify() {
  const stores = { accessLedger: createAccessLedgerStore(database.prisma) };
  const ports = {
    stores,
    ledgerKeys: KEYS,
    anchorFile: undefined,
    clock: { now: () => AT },
    ids: uuidV7Ids,
    log: SILENT,
  };
  return verifyLedger(ports, { requestedBy: 'test' });
}

/** The backends of writers, once there are as many that wait for a lock. */
async function waitingWriters(count: number): Promise<readonly number[]> {
  for (;;) {
    const { rows } = await beside.query<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
          AND application_name = 'onedoor-access-ledger'`,
    );
    if (rows.length >= count) return rows.map(({ pid }) => pid);
  }
}

describe('the access ledger in its table', () => {
  it('takes what several processes record at once, each in a stream of its own', async () => {
    const processes = [openProcess(), openProcess(), openProcess()];

    const requests = Array.from({ length: 100 }, () =>
      processes.map((each) => each.append([entry(), entry({ operation: '"引号"\n\t\\' })])),
    );
    await Promise.all(requests.flat());

    expect(await verify()).toMatchObject({ streams: 3, entries: 600, findingCount: 0 });
  });

  it('keeps its place when its connection is cut while a statement is under way', async () => {
    const ledger = openProcess();
    await ledger.append([entry()]);
    await beside.query('BEGIN; LOCK TABLE ledger_entry IN SHARE ROW EXCLUSIVE MODE');
    const cut = ledger.append([entry(), entry()]);
    const later = ledger.append([entry()]);

    const [pid] = await waitingWriters(1);
    await beside.query('SELECT pg_terminate_backend($1)', [pid]);
    await beside.query('COMMIT');
    await Promise.all([cut, later]);

    expect(await verify()).toMatchObject({ streams: 1, entries: 4, findingCount: 0 });
  });

  it('goes on in another stream where somebody else took its next place', async () => {
    const ledger = openProcess();
    await ledger.append([entry()]);
    const [row] = (await beside.query<{ stream_id: string }>('SELECT stream_id FROM ledger_entry')).rows;
    // Somebody else takes the next place, which no writer of ours ever does.
    await beside.query(
      `INSERT INTO ledger_entry SELECT (json_populate_record(e, json_build_object('sequence', 2, 'id', gen_random_uuid()))).*
         FROM ledger_entry e WHERE stream_id = $1`,
      [row?.stream_id],
    );

    await ledger.append([entry()]);

    // It neither fails nor confirms the stranger: it goes on in a stream of its own, and the stranger is found.
    const { streams, entries, findings } = await verify();
    expect([streams, entries]).toEqual([2, 3]);
    expect(findings).toMatchObject([{ kind: 'ENTRY_ALTERED', streamId: row?.stream_id, sequence: 2 }]);
  });
});
