import type { TestApp } from '../../support/build-test-app.ts';

/**
 * How many rows each of our tables has: what is equal before and after stored nothing. But for the access ledger, which grows
 * with every look.
 */
export async function countRows({ app }: TestApp): Promise<Readonly<Record<string, number>>> {
  const { prisma } = app.database;
  const tables = await prisma.$queryRaw<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.tables
     WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name NOT LIKE 'ledger\\_%'
     ORDER BY table_name`;
  const counts = await Promise.all(
    // Names of our own tables, from the catalogue itself.
    tables.map(({ name }) => prisma.$queryRawUnsafe<{ count: bigint }[]>(`SELECT count(*) AS count FROM "${name}"`)),
  );
  return Object.fromEntries(tables.map(({ name }, index) => [name, Number(counts[index]?.[0]?.count ?? -1)]));
}
