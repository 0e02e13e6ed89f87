import { createTextDecoder, type TextEncoding } from '#platform/csv/decode-text.ts';
import { createRecordSplitter } from '#platform/csv/record-splitter.ts';
import { TextFaultError } from '#platform/csv/text-fault.ts';

export interface RecordsOptions {
  readonly encoding: TextEncoding;
  readonly delimiter: string;
}

/**
 * The records of a file as the pieces of it come, in order, header first; memory holds one piece and one unfinished
 * record. Throws TextFaultError where the text cannot be read on, after the records before it.
 */
export async function* readRecords(
  bytes: AsyncIterable<Uint8Array>,
  { encoding, delimiter }: RecordsOptions,
): AsyncGenerator<readonly string[]> {
  const decoder = createTextDecoder(encoding);
  const splitter = createRecordSplitter(delimiter);
  for await (const chunk of bytes) {
    if (chunk.byteLength === 0) continue;
    const { text, fault } = decoder.decode(chunk);
    const records = splitter.push(fault ? text.slice(0, fault.at) : text);
    if (records.length > 0) yield records;
    if (fault) throw new TextFaultError(fault.code, splitter.count);
  }
  const { text, fault } = decoder.end();
  if (fault) throw new TextFaultError(fault.code, splitter.count);
  const records = [...splitter.push(text), ...splitter.end()];
  if (records.length > 0) yield records;
}
