import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import type { TextEncoding } from '#platform/csv/decode-text.ts';
import { readRecords } from '#platform/csv/read-records.ts';
import { splitCells } from '#platform/csv/split-cells.ts';
import { TextFaultError } from '#platform/csv/text-fault.ts';

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function recordsOf(bytes: AsyncIterable<Uint8Array>, encoding: TextEncoding = 'utf-8'): Promise<string[]> {
  const all: string[] = [];
  for await (const records of readRecords(bytes, { encoding, delimiter: ',' })) all.push(...records);
  return all;
}

async function faultOf(bytes: AsyncIterable<Uint8Array>, encoding: TextEncoding = 'utf-8'): Promise<string> {
  try {
    await recordsOf(bytes, encoding);
  } catch (error) {
    if (error instanceof TextFaultError) return `${error.code} ${error.record}`;
    throw error;
  }
  return 'none';
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

const cell = fc.string({ unit: fc.constantFrom('a', '7', '韦', '𬭳', ',', '"', '\n', '\r\n', ' '), maxLength: 6 });
const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 8 });

describe('reading the records of a file', () => {
  it('gives the same cells wherever the pieces are cut, in both encodings', async () => {
    await fc.assert(
      fc.asyncProperty(
        table,
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom<TextEncoding>('utf-8', 'gb18030'),
        fc.constantFrom('\n', '\r\n'),
        async (rows, size, encoding, lineEnd) => {
          const text = rows.map((row) => row.map(quoted).join(',')).join(lineEnd);
          const records = await recordsOf(pieces(iconv.encode(text, encoding), size), encoding);

          expect(splitCells(records, ',')).toEqual(rows);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('agrees with the parser on which texts are well quoted', async () => {
    const text = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n'), maxLength: 14 });
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 1, max: 5 }), async (source, size) => {
        const bytes = pieces(Buffer.from(source), size);
        const [ours, theirs] = [await faultOf(bytes), parserTakes(source)];

        expect(ours === 'none', `${JSON.stringify(source)} ${ours}`).toBe(theirs);
      }),
      { numRuns: 2_000 },
    );
  });

  it('refuses a line of a gigabyte after as much of it as a record may be long', async () => {
    const megabyte = Buffer.alloc(1 << 20, 'x');
    let sent = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('a,b\n1,2\n');
      for (; sent < 1_024; sent += 1) yield megabyte;
    }

    expect(await faultOf(endless())).toBe('RECORD_TOO_LONG 2');
    expect(sent).toBeLessThan(3);
  });

  it('refuses a gigabyte inside a quote as soon', async () => {
    const megabyte = Buffer.alloc(1 << 20, 'x\n');
    let sent = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('a,b\n1,"2');
      for (; sent < 1_024; sent += 1) yield megabyte;
    }

    expect(await faultOf(endless())).toBe('UNBALANCED_QUOTE 1');
    expect(sent).toBeLessThan(3);
  });

  it.each([
    ['a character cut in two at the end', Buffer.from([0x61, 0x2c, 0x62, 0x0a, 0x81]), 'BAD_ENCODING 1'],
    ['half of a four-byte character at the end', Buffer.from([0x61, 0x0a, 0x82, 0x35, 0x87]), 'BAD_ENCODING 1'],
    ['a written replacement character', Buffer.from([0x61, 0x0a, 0x84, 0x31, 0xa4, 0x37]), 'REPLACEMENT_CHARACTER 1'],
    ['a private character of two bytes', Buffer.from([0x61, 0x0a, 0xaa, 0xa1]), 'PRIVATE_CHARACTER 1'],
  ])('refuses GB18030 with %s, byte by byte as well', async (_what, bytes, fault) => {
    expect(await faultOf(pieces(bytes, 100), 'gb18030')).toBe(fault);
    expect((await faultOf(pieces(bytes, 1), 'gb18030')).split(' ')[1]).toBe(fault.split(' ')[1]);
  });
});

/** With strict quoting; empty lines are no records. */
function parserTakes(source: string): boolean {
  try {
    parse(source, { relaxColumnCount: true, skipEmptyLines: true });
    return true;
  } catch {
    return false;
  }
}
