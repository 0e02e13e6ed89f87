import { TextFaultError } from '#platform/csv/text-fault.ts';

/** Longer than any row of any feed; a record this long is a file without line ends. */
const MAX_RECORD_CHARACTERS = 65_536;

/**
 * Text to records, piece by piece: RFC 4180 with strict quoting. Looks for line ends and quotes only, so that it costs a
 * fraction of parsing; never holds more than one unfinished record. Empty lines are no records.
 */
export interface RecordSplitter {
  /** The records that the piece completes, without their line ends. */
  push(text: string): readonly string[];
  /** The last record, if the text did not end with a line end. */
  end(): readonly string[];
  /** Records before the unfinished one. */
  readonly count: number;
}

export function createRecordSplitter(delimiter: string): RecordSplitter {
  let rest = '';
  let count = 0;

  function take(text: string, final: boolean): string[] {
    const records: string[] = [];
    const quotes = quotesOf(text);
    let start = 0;
    while (start < text.length) {
      const end = endOfRecord({ text, quotes, delimiter, final, count }, start);
      if (end === undefined) break;
      const record = text[end - 1] === '\r' ? text.slice(start, end - 1) : text.slice(start, end);
      start = end + 1;
      if (record === '') continue;
      if (record.length > MAX_RECORD_CHARACTERS) throw new TextFaultError(tooLong(record), count);
      count += 1;
      records.push(record);
    }
    rest = text.slice(start);
    return records;
  }

  return {
    get count() {
      return count;
    },
    push(text) {
      const records = take(rest + text, false);
      if (rest.length > MAX_RECORD_CHARACTERS) throw new TextFaultError(tooLong(rest), count);
      return records;
    },
    end() {
      const records = take(rest, true);
      rest = '';
      return records;
    },
  };
}

interface Reading {
  readonly text: string;
  /** The first quote at or after a place, or -1. */
  readonly quotes: (from: number) => number;
  readonly delimiter: string;
  readonly final: boolean;
  readonly count: number;
}

/** Where the record that begins at `start` ends; undefined when the text ends before it does. */
function endOfRecord({ text, quotes, delimiter, final, count }: Reading, start: number): number | undefined {
  let from = start;
  for (;;) {
    const lineEnd = text.indexOf('\n', from);
    const quote = quotes(from);
    if (quote < 0 || (lineEnd >= 0 && lineEnd < quote))
      return lineEnd < 0 ? (final ? text.length : undefined) : lineEnd;
    if (quote !== start && !text.startsWith(delimiter, quote - delimiter.length))
      throw new TextFaultError('STRAY_QUOTE', count);
    const close = closingQuote(text, quote + 1, final);
    if (close === undefined) {
      if (final) throw new TextFaultError('UNBALANCED_QUOTE', count);
      return undefined;
    }
    from = close + 1;
    if (from >= text.length) return final ? text.length : undefined;
    if (text[from] === '\n') return from;
    if (text[from] === '\r' && from + 1 >= text.length) return final ? text.length : undefined;
    if (text[from] === '\r' && text[from + 1] === '\n') return from + 1;
    if (!text.startsWith(delimiter, from)) throw new TextFaultError('STRAY_QUOTE', count);
  }
}

/** Asked for rising places only: each stretch of the text is looked through once. */
function quotesOf(text: string): (from: number) => number {
  let next = text.indexOf('"');
  return (from) => {
    if (next >= 0 && next < from) next = text.indexOf('"', from);
    return next;
  };
}

/** A doubled quote is a quote inside the cell. At the very end of a piece the next one may still come. */
function closingQuote(text: string, from: number, final: boolean): number | undefined {
  let at = text.indexOf('"', from);
  while (at >= 0) {
    if (text[at + 1] !== '"') return at + 1 < text.length || final ? at : undefined;
    at = text.indexOf('"', at + 2);
  }
  return undefined;
}

/** What is too long may be one long line, or a quote that nobody closed. */
function tooLong(rest: string): 'RECORD_TOO_LONG' | 'UNBALANCED_QUOTE' {
  return rest.includes('"') ? 'UNBALANCED_QUOTE' : 'RECORD_TOO_LONG';
}
