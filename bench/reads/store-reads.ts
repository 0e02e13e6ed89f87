import pg from 'pg';
import { openDatabase } from '#store/database.ts';
import { PERSON_COLUMNS } from '#store/sealed-person.ts';
import { openStage } from '../stage.ts';
import { median, round } from '../verdict.ts';

const ROUNDS = 9;
const READS = 200;
const ROWS = 21;
const TEXT = `
  SELECT id, name_sealed, resident_id_sealed, phone_sealed, sex, division_code
    FROM person WHERE division_code LIKE '9901%' AND id > $1 ORDER BY id LIMIT ${ROWS}`;
const FIRST = '00000000-0000-0000-0000-000000000000';

/** CPU of one page of 20 people (and the one that tells whether more follow), read in each of the ways open to a store. */
export async function benchStoreReads(): Promise<void> {
  const stage = await openStage([]);
  // The server goes away with the stage, before every idle connection has said goodbye to it.
  const { prisma, close } = openDatabase(stage.databaseUrl, 4, () => {});
  const pool = new pg.Pool({ connectionString: stage.databaseUrl, max: 4 });
  pool.on('error', () => {});
  const where = { AND: [{ divisionCode: { startsWith: '9901' } }, { id: { gt: FIRST } }] };
  const ways: Readonly<Record<string, () => Promise<unknown>>> = {
    'named pg statement': () => pool.query({ name: 'page', text: TEXT, values: [FIRST] }),
    'unnamed pg statement': () => pool.query(TEXT, [FIRST]),
    'Prisma $queryRawUnsafe': () => prisma.$queryRawUnsafe(TEXT.replace('$1', '$1::uuid'), FIRST),
    'findMany, needed columns': () =>
      prisma.person.findMany({ where, take: ROWS, orderBy: { id: 'asc' }, select: PERSON_COLUMNS }),
    'Prisma findMany': () => prisma.person.findMany({ where, take: ROWS, orderBy: { id: 'asc' } }),
  };
  try {
    for (const read of Object.values(ways)) await cpuOf(read);
    const times = new Map<string, number[]>();
    for (let turn = 0; turn < ROUNDS; turn += 1) {
      for (const [way, read] of Object.entries(ways)) times.set(way, [...(times.get(way) ?? []), await cpuOf(read)]);
    }
    const least = median(times.get('named pg statement') ?? []);
    for (const [way, micros] of times)
      console.log(`${way.padEnd(24)} ${round(median(micros))} µs CPU a read  ${round(median(micros) / least)} ×`);
  } finally {
    await close();
    await pool.end();
    await stage.close();
  }
}

/** Microseconds of this process's CPU for one read, four of them under way at a time. */
async function cpuOf(read: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  for (let done = 0; done < READS; done += 4) await Promise.all([read(), read(), read(), read()]);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / READS;
}
