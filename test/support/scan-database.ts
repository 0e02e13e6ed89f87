import pg from 'pg';

export interface Scan {
  readonly tables: number;
  readonly cells: number;
  /** `person.name 覃桂兰`: each column with what was found in it, once. */
  readonly found: readonly string[];
}

/** How a text may lie in a cell. */
const SPELLINGS: readonly ((text: string) => Buffer)[] = [
  (text) => Buffer.from(text),
  (text) => Buffer.from(text, 'utf16le'),
  (text) => Buffer.from(Buffer.from(text).toString('hex')),
  (text) => Buffer.from(Buffer.from(text).toString('base64').slice(0, -4)),
  (text) =>
    Buffer.from(
      JSON.stringify(text)
        .slice(1, -1)
        .replaceAll(/[^ -~]/g, escaped),
    ),
];

/** Any number of region 99, whosever it is. */
const ANY_RESIDENT_ID = /(?<!\d)99\d{15}[\dXx](?!\d)/;

/** Reads every cell of every table of every schema of ours and looks for these texts, however written. */
export async function scanDatabase(databaseUrl: string, texts: readonly string[]): Promise<Scan> {
  const needles = texts.flatMap((text) =>
    [...new Set(SPELLINGS.map((spell) => spell(text)))].map((bytes) => [text, bytes] as const),
  );
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ schema: string; name: string }>(`
      SELECT n.nspname AS schema, c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind IN ('r', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_'
       ORDER BY 1, 2`);
    const found = new Set<string>();
    let cells = 0;
    for (const { schema, name } of tables) {
      const { rows } = await client.query<Record<string, unknown>>(`SELECT * FROM "${schema}"."${name}"`);
      for (const row of rows)
        for (const [column, value] of Object.entries(row)) {
          if (value === null) continue;
          cells += 1;
          const bytes = Buffer.isBuffer(value)
            ? value
            : Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
          const text = Buffer.isBuffer(value) ? '' : bytes.toString();
          if (ANY_RESIDENT_ID.test(text)) found.add(`${name}.${column} ${ANY_RESIDENT_ID.exec(text)?.[0]}`);
          for (const [said, needle] of needles) if (bytes.includes(needle)) found.add(`${name}.${column} ${said}`);
        }
    }
    return { tables: tables.length, cells, found: [...found] };
  } finally {
    await client.end();
  }
}

function escaped(letter: string): string {
  return `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
