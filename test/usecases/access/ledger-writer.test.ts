import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LedgerUnavailableError } from '#domain/access/access-ledger.ts';
import { walkChain } from '#domain/access/ledger-chain.ts';
import { uuidV7Ids } from '#platform/ids.ts';
import { createLedgerWriter } from '#usecases/access/ledger-writer.ts';
import {
  AT,
  entry,
  type Fate,
  KEYS,
  SILENT,
  type TreacherousTable,
  treacherousTable,
} from '../support/treacherous-table.ts';

function open(table: TreacherousTable, clock = { now: () => AT }) {
  return createLedgerWriter({
    table,
    keys: KEYS,
    clock,
    ids: uuidV7Ids,
    log: SILENT,
    process: { role: 'test', host: 'here', pid: 1 },
  });
}

/** Every fault in the chains as they lie in the table. */
function faultsOf(table: TreacherousTable): readonly string[] {
  return [...table.streams.values()].flatMap((stream) => {
    const hash = KEYS.hashWith(stream.keyId);
    if (!hash) throw new RangeError('no key');
    const walk = walkChain(stream, hash);
    const rows = table.rows.filter(({ streamId }) => streamId === stream.id);
    const findings = rows.toSorted((a, b) => a.sequence - b.sequence).flatMap((row) => walk.take(row));
    return [...(walk.ofStream ? [walk.ofStream] : []), ...findings].map(({ kind, sequence }) => `${kind} ${sequence}`);
  });
}

const idsIn = (table: TreacherousTable) => table.rows.map(({ id }) => id);

describe('the writer of the access ledger', () => {
  it('chains what it writes from the genesis of its stream, without a gap', async () => {
    const table = treacherousTable();
    const writer = open(table);

    for (let round = 0; round < 3; round += 1) await writer.append([entry(), entry()]);

    expect(table.rows.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(faultsOf(table)).toEqual([]);
    expect(table.streams.size).toBe(1);
  });

  it('writes what gathered while a statement was under way in one, each request whole and in its order', async () => {
    const table = treacherousTable();
    const writer = open(table);
    await writer.append([entry()]);
    const requests = Array.from({ length: 40 }, () => [entry(), entry(), entry()]);

    await Promise.all(requests.map((entries) => writer.append(entries)));

    expect(table.statements).toEqual([1, 120]);
    expect(idsIn(table).slice(1)).toEqual(requests.flat().map(({ id }) => id));
    expect(faultsOf(table)).toEqual([]);
  });

  it('takes 500 entries a statement, and more only of one request', async () => {
    const table = treacherousTable();
    const writer = open(table);

    await Promise.all([300, 300, 700, 10].map((count) => writer.append(Array.from({ length: count }, () => entry()))));

    expect(table.statements).toEqual([300, 300, 700, 10]);
  });

  it('needs nothing where nothing is shown', async () => {
    const table = treacherousTable();
    const writer = open(table);

    await writer.append([]);

    expect([table.streams.size, table.statements.length]).toEqual([0, 0]);
  });

  it.each<[string, Fate[], number]>([
    ['was refused', ['REFUSED'], 2],
    ['was committed although its answer was lost', ['ANSWER_LOST'], 1],
    ['came through after it had been given up', ['LATE'], 3],
  ])('keeps its place when a statement %s', async (_what, fates, statements) => {
    const table = treacherousTable();
    const writer = open(table);
    table.fates = [...fates];
    const [first, second] = [entry(), entry()];

    await writer.append([first]);
    await writer.append([second]);

    expect(idsIn(table)).toEqual([first.id, second.id]);
    expect(table.statements).toHaveLength(statements + (fates[0] === 'LATE' ? 0 : 1));
    expect(faultsOf(table)).toEqual([]);
    expect(table.streams.size).toBe(1);
  });

  it('refuses what it could not write, and goes on where the stream ends', async () => {
    const table = treacherousTable();
    const writer = open(table);
    table.fates = ['REFUSED', 'REFUSED', 'REFUSED'];
    const lost = writer.append([entry()]);

    await expect(lost).rejects.toThrow(LedgerUnavailableError);
    const kept = entry();
    await writer.append([kept]);

    expect(idsIn(table)).toEqual([kept.id]);
    expect(faultsOf(table)).toEqual([]);
  });

  it('asks where the stream ends before it writes on, when it could not be told', async () => {
    const table = treacherousTable();
    const writer = open(table);
    const [refused, next] = [entry(), entry()];
    table.fates = ['ANSWER_LOST'];
    table.readable = false;

    await expect(writer.append([refused])).rejects.toThrow(LedgerUnavailableError);
    table.readable = true;
    await writer.append([next]);

    // One entry more than was shown, and never one less.
    expect(idsIn(table)).toEqual([refused.id, next.id]);
    expect(faultsOf(table)).toEqual([]);
  });

  it('begins another stream where its own was cut behind its back, and leaves the cut to be found', async () => {
    const table = treacherousTable();
    const writer = open(table);
    await writer.append([entry(), entry()]);
    table.rows.pop();
    table.fates = ['REFUSED'];

    await writer.append([entry()]);

    expect(table.streams.size).toBe(2);
    expect(table.rows.map(({ sequence }) => sequence)).toEqual([1, 1]);
    expect(writer.heads().map(({ sequence }) => sequence)).toEqual([2, 1]);
  });

  it('begins another stream with each month of Beijing', async () => {
    const table = treacherousTable();
    let now = new Date('2026-03-31T15:59:59Z');
    const writer = open(table, { now: () => now });
    await writer.append([entry()]);
    now = new Date('2026-03-31T16:00:00Z');

    await writer.append([entry()]);

    expect(table.streams.size).toBe(2);
    expect(faultsOf(table)).toEqual([]);
  });

  it('takes no more than can wait', async () => {
    const table = treacherousTable();
    const writer = open(table);
    const many = Array.from({ length: 6_000 }, () => entry());

    const [first, second] = await Promise.allSettled([writer.append(many), writer.append(many)]);

    expect([first.status, second.status]).toEqual(['fulfilled', 'rejected']);
  });

  it('ends what is under way before it closes, and takes nothing after', async () => {
    const table = treacherousTable();
    const writer = open(table);
    const underWay = writer.append([entry()]);

    await writer.close();

    await expect(underWay).resolves.toBeUndefined();
    await expect(writer.append([entry()])).rejects.toThrow(LedgerUnavailableError);
    expect(table.rows).toHaveLength(1);
  });

  it('never loses what it confirmed nor breaks its chain, whatever becomes of its statements', async () => {
    const fate = fc.constantFrom<Fate>('COMMITTED', 'COMMITTED', 'REFUSED', 'ANSWER_LOST', 'LATE');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fate, { maxLength: 30 }),
        fc.array(fc.nat(4), { maxLength: 25 }),
        async (fates, sizes) => {
          const table = treacherousTable();
          const writer = open(table);
          table.fates = [...fates];
          const requests = sizes.map((size) => Array.from({ length: size + 1 }, () => entry()));

          const confirmed: string[] = [];
          for (let at = 0; at < requests.length; at += 3) {
            const together = requests.slice(at, at + 3);
            const ends = await Promise.allSettled(together.map((entries) => writer.append(entries)));
            ends.forEach((end, index) => {
              if (end.status === 'fulfilled') confirmed.push(...(together[index] ?? []).map(({ id }) => id));
            });
          }
          table.arrive();

          const written = idsIn(table);
          expect(confirmed.filter((id) => !written.includes(id))).toEqual([]);
          expect(new Set(written).size).toBe(written.length);
          expect(faultsOf(table)).toEqual([]);
          expect(table.streams.size).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 300 },
    );
  });
});
