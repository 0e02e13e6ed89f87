import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openAnchorFile } from '#app/access-ledger/anchor-file.ts';
import { createLedgerKeys } from '#app/access-ledger/ledger-keys.ts';
import { openAccessLedger } from '#app/access-ledger/open-access-ledger.ts';
import { demoSecrets } from '#app/secrets.ts';
import { canonicalAnchor, canonicalEntry } from '#domain/access/ledger-canonical.ts';
import { genesisOf } from '#domain/access/ledger-chain.ts';
import type { LedgerVerification } from '#domain/access/ledger-finding.ts';
import type { LedgerKeys, LedgerStore } from '#domain/access/ledger-stores.ts';
import { uuidV7Ids } from '#platform/ids.ts';
import { createLogger } from '#platform/logger.ts';
import { type Database, openDatabase } from '#store/database.ts';
import { createAccessLedgerStore } from '#store/ledger/access-ledger-store.ts';
import { verifyLedger, verifyLedgerAtNight, type VerifyLedgerPorts } from '#usecases/access/verify-ledger.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';
import { entry, KEYS, SILENT } from '../support/treacherous-table.ts';

const NOW = new Date('2026-03-02T02:00:00Z');
const ENTRIES = 12;
const FOREIGN = createLedgerKeys({ active: 'derived', keys: new Map([['derived', new Uint8Array(32).fill(7)]]) });

let folder: string;
let anchorFile: string;
let testDatabase: TestDatabase;
let database: Database;
let store: LedgerStore;
/** Whoever may do anything to the tables, triggers included. */
let owner: pg.Client;
let stream: string;

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'onedoor-ledger-'));
  anchorFile = path.join(folder, 'anchors.jsonl');
  testDatabase = await createTestDatabase();
  database = openDatabase(testDatabase.url, 2, () => {});
  store = createAccessLedgerStore(database.prisma);
  stream = await fill();
  owner = new pg.Client({ connectionString: testDatabase.url });
  await owner.connect();
  await owner.query('SET session_replication_role = replica');
});

afterEach(async () => {
  await owner.end();
  await database.close();
  await testDatabase.drop();
  rmSync(folder, { recursive: true, force: true });
});

/** A process that records a dozen looks, with an anchor after the sixth and one when it ends. Answers its stream. */
async function fill(): Promise<string> {
  const before = new Set((await store.streams()).map(({ id }) => id));
  const ledger = openAccessLedger({
    databaseUrl: testDatabase.url,
    secrets: demoSecrets().ledger,
    settings: { role: 'test', anchorFile },
    store,
    clock: { now: () => NOW },
    log: createLogger('silent', 'test'),
  });
  for (let count = 0; count < ENTRIES; count += 3) {
    await ledger.append([
      entry({ purpose: 'IDENTITY_CHECK' }),
      entry({ operation: '查' }),
      entry({ decision: 'REFUSED' }),
    ]);
    if (count === 3) await ledger.anchor();
  }
  await ledger.close();
  const added = (await store.streams()).find(({ id }) => !before.has(id));
  if (!added) throw new Error('nothing was recorded');
  return added.id;
}

function ports(keys: LedgerKeys = KEYS): VerifyLedgerPorts {
  return {
    stores: { accessLedger: store },
    ledgerKeys: keys,
    anchorFile: openAnchorFile(anchorFile),
    clock: { now: () => NOW },
    ids: uuidV7Ids,
    log: SILENT,
  };
}

function verify(): Promise<LedgerVerification> {
  return verifyLedger(ports(), { requestedBy: 'test' });
}

async function findings(): Promise<readonly string[]> {
  const { findings: found } = await verify();
  return found.map(({ kind, streamId, sequence, until, source }) =>
    [kind, streamId === stream ? '' : 'elsewhere', until === undefined ? sequence : `${sequence}-${until}`, source]
      .filter((part) => part !== '' && part !== undefined)
      .join(' '),
  );
}

/** Writes the stream anew, chained and anchored in the table as its own writer would, after a change to what it says. */
async function rewrite(keys: LedgerKeys, { genesis }: { genesis: boolean }): Promise<void> {
  const row = (await store.streams()).find(({ id }) => id === stream);
  const hash = keys.hashWith('derived');
  if (!row || row.genesis === undefined || !hash) throw new Error('nothing to write anew');
  let last = genesis ? genesisOf(row, hash) : row.genesis;
  await owner.query('UPDATE ledger_stream SET genesis = $1 WHERE id = $2', [Buffer.from(last), stream]);
  for (const each of await store.entriesAfter(stream, 0, 100)) {
    const changed = { ...each, purpose: each.sequence === 4 ? 'CASE_HANDLING' : each.purpose };
    last = hash(last, canonicalEntry(each, changed, each.format) ?? '');
    await owner.query('UPDATE ledger_entry SET purpose = $1, hash = $2 WHERE stream_id = $3 AND sequence = $4', [
      changed.purpose,
      Buffer.from(last),
      stream,
      each.sequence,
    ]);
    const anchor = { streamId: stream, sequence: each.sequence, hash: last, at: NOW };
    const { signature } = keys.sign(canonicalAnchor(anchor));
    await owner.query(
      'UPDATE ledger_anchor SET hash = $1, signature = $2, at = $3 WHERE stream_id = $4 AND sequence = $5',
      [Buffer.from(last), Buffer.from(signature), NOW, stream, each.sequence],
    );
  }
}

describe('verifying the access ledger', () => {
  it('finds nothing in what its writers wrote, and keeps what it counted', async () => {
    await fill();

    const verification = await verify();

    expect(verification).toMatchObject({ streams: 2, entries: 24, tableAnchors: 4, fileAnchors: 4, findingCount: 0 });
    expect(await store.lastVerification()).toEqual(verification);
  });

  it('refuses to the application what is no addition', async () => {
    const application = new pg.Client({ connectionString: testDatabase.url });
    await application.connect();
    const tables = ['ledger_stream', 'ledger_entry', 'ledger_anchor', 'ledger_verification'];
    try {
      for (const table of tables) {
        const column = table === 'ledger_verification' ? 'requested_by' : 'hash';
        for (const statement of [
          `DELETE FROM ${table}`,
          `TRUNCATE ${table}`,
          `UPDATE ${table} SET ${table === 'ledger_stream' ? 'role = role' : `${column} = ${column}`}`,
        ])
          await expect(application.query(statement), statement).rejects.toThrow('only ever added');
      }
    } finally {
      await application.end();
    }
  });

  it.each<[string, string, readonly string[]]>([
    [
      'an edited entry',
      "UPDATE ledger_entry SET viewer_subject = 'somebody else' WHERE sequence = 5",
      ['ENTRY_ALTERED 5'],
    ],
    ['an edited instant', "UPDATE ledger_entry SET at = at + interval '1 ms' WHERE sequence = 5", ['ENTRY_ALTERED 5']],
    [
      'an entry about nobody any more',
      'UPDATE ledger_entry SET person_id = NULL WHERE sequence = 9',
      ['ENTRY_ALTERED 9'],
    ],
    ['a deleted entry', 'DELETE FROM ledger_entry WHERE sequence = 5', ['ENTRY_MISSING 5-5']],
    ['deleted entries', 'DELETE FROM ledger_entry WHERE sequence BETWEEN 1 AND 3', ['ENTRY_MISSING 1-3']],
    [
      'a row before the first',
      'UPDATE ledger_entry SET sequence = 0 WHERE sequence = 12',
      ['ENTRY_ALTERED 0', 'TAIL_CUT 12-12 TABLE', 'TAIL_CUT 12-12 FILE'],
    ],
    [
      'a tail that was cut',
      'DELETE FROM ledger_entry WHERE sequence > 9',
      ['TAIL_CUT 10-12 TABLE', 'TAIL_CUT 10-12 FILE'],
    ],
    ['a stream emptied of its entries', 'DELETE FROM ledger_entry', ['TAIL_CUT 1-12 TABLE', 'TAIL_CUT 1-12 FILE']],
    ['a stream without its row', 'DELETE FROM ledger_stream', ['STREAM_UNKNOWN 0']],
    ['a stream of another process', 'UPDATE ledger_stream SET pid = pid + 1', ['STREAM_ALTERED 0']],
    ['a stream of a key that is not here', "UPDATE ledger_stream SET key_id = 'lost'", ['KEY_UNKNOWN 0']],
    [
      'an anchor with another hash',
      "UPDATE ledger_anchor SET hash = '\\x00' WHERE sequence = 6",
      ['ANCHOR_FORGED 6 TABLE'],
    ],
    [
      'an anchor signed some other way',
      "UPDATE ledger_anchor SET algorithm = 'none' WHERE sequence = 6",
      ['ANCHOR_FORGED 6 TABLE'],
    ],
  ])('finds %s, and says where', async (_what, statement, expected) => {
    await owner.query(statement);

    expect(await findings()).toEqual(expected);
  });

  it('finds two entries that changed places', async () => {
    await owner.query('UPDATE ledger_entry SET sequence = -sequence WHERE sequence IN (4, 8)');
    await owner.query('UPDATE ledger_entry SET sequence = 12 + sequence WHERE sequence IN (-4, -8)');

    expect(await findings()).toEqual(expect.arrayContaining(['ENTRY_ALTERED 4', 'ENTRY_ALTERED 8']));
  });

  it('finds an entry that was slipped in', async () => {
    await owner.query('UPDATE ledger_entry SET sequence = -sequence - 1 WHERE sequence >= 5');
    await owner.query('UPDATE ledger_entry SET sequence = -sequence WHERE sequence < 0');
    await owner.query(
      `INSERT INTO ledger_entry SELECT (json_populate_record(e, json_build_object('sequence', 5, 'id', gen_random_uuid()))).*
         FROM ledger_entry e WHERE sequence = 4`,
    );

    expect((await findings())[0]).toBe('ENTRY_ALTERED 5');
  });

  it('finds the whole stream gone with its anchors, by the file alone', async () => {
    await owner.query('DELETE FROM ledger_entry');
    await owner.query('DELETE FROM ledger_stream');
    await owner.query('DELETE FROM ledger_anchor');

    expect(await findings()).toEqual(['STREAM_MISSING 0-12 FILE']);
  });

  it('finds a stream that was written anew by whoever knows how but has not the key', async () => {
    await rewrite(FOREIGN, { genesis: false });

    const everyEntry = Array.from({ length: ENTRIES }, (_, index) => `ENTRY_ALTERED ${index + 1}`);
    expect(await findings()).toEqual([
      ...everyEntry,
      'ANCHOR_FORGED 6 TABLE',
      'ANCHOR_FORGED 12 TABLE',
      'ANCHOR_DIFFERS 6 FILE',
    ]);
  });

  it('finds that the genesis was written anew as well', async () => {
    await rewrite(FOREIGN, { genesis: true });

    expect((await findings()).slice(0, 2)).toEqual(['STREAM_ALTERED 0', 'ENTRY_ALTERED 1']);
  });

  it('finds a stream that was written anew with the key by the anchors outside alone', async () => {
    await rewrite(KEYS, { genesis: true });

    expect(await findings()).toEqual(['ANCHOR_DIFFERS 6 FILE']);
    const withoutFile = await verifyLedger({ ...ports(), anchorFile: undefined }, { requestedBy: 'test' });
    expect(withoutFile).toMatchObject({ findingCount: 0, fileAnchors: undefined });
  });

  it('finds what somebody wrote into the file of anchors', async () => {
    const [first = '', second = ''] = readFileSync(anchorFile, 'utf8').trim().split('\n');
    const forged = first.replace('"sequence":6', '"sequence":5');
    writeFileSync(anchorFile, `${forged}\nnot an anchor\n${second}\n`);

    expect(await findings()).toEqual(['ANCHOR_FORGED elsewhere 2 FILE', 'ANCHOR_FORGED 5 FILE']);
  });

  it('reads page by page, whatever the size', async () => {
    await owner.query(
      `INSERT INTO ledger_entry SELECT (json_populate_record(e, json_build_object('sequence', n, 'id', gen_random_uuid()))).*
         FROM ledger_entry e, generate_series(13, 11013) n WHERE sequence = 12`,
    );

    const { entries, findingCount, findings: kept } = await verify();

    expect([entries, findingCount, kept.length]).toEqual([11_013, 11_001, 100]);
  });

  it('misses nothing once what is over was given up as the page for operators says', async () => {
    const page = readFileSync(path.join(import.meta.dirname, '../../../docs/operations/access-ledger.md'), 'utf8');
    const statements = /```sql\n([\s\S]+?)```/.exec(page)?.[1] ?? '';
    const kept = await fill();
    await owner.query("UPDATE ledger_stream SET opened_at = now() - interval '4 years' WHERE id = $1", [stream]);
    await owner.query('UPDATE ledger_stream SET opened_at = now() WHERE id = $1', [kept]);
    const administrator = new pg.Client({ connectionString: testDatabase.url });
    await administrator.connect();

    await administrator.query(statements);
    await administrator.end();
    const lines = readFileSync(anchorFile, 'utf8').split('\n');
    writeFileSync(anchorFile, lines.filter((line) => !line.includes(stream)).join('\n'));

    const { streams, entries, findings: found } = await verify();
    expect([streams, entries]).toEqual([1, ENTRIES]);
    // The instant at which it was opened is what this test has changed.
    expect(found).toEqual([{ kind: 'STREAM_ALTERED', streamId: kept, sequence: 0 }]);
    const application = openDatabase(testDatabase.url, 1, () => {});
    await expect(application.prisma.ledgerEntry.deleteMany()).rejects.toThrow('only ever added');
    await application.close();
  });

  it('is done once a night, from three o’clock in Beijing', async () => {
    let now = new Date('2026-03-02T18:59:59Z');
    const count = () => database.prisma.ledgerVerification.count();
    const nightly = { ...ports(), clock: { now: () => now } };
    // That of the day before.
    await verifyLedgerAtNight({ ...nightly, clock: { now: () => new Date('2026-03-01T20:00:00Z') } });

    await verifyLedgerAtNight(nightly);
    const before = await count();
    now = new Date('2026-03-02T19:00:00Z');
    await verifyLedgerAtNight(nightly);
    await verifyLedgerAtNight(nightly);

    expect([before, await count()]).toEqual([1, 2]);
  });
});
