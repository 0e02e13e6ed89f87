import { readFileSync } from 'node:fs';
import iconv from 'iconv-lite';

/** What the simulated agency really said, recorded beside it. */
export function sample(agency: string, name: string): Buffer {
  return readFileSync(new URL(`../../../sandbox/${agency}/samples/${name}`, import.meta.url));
}

export type Encoding = 'utf-8' | 'gb18030';

/** The same document with other content, in its own encoding. */
export function rewritten(bytes: Uint8Array, encoding: Encoding, change: (text: string) => string): Buffer {
  // Not TextDecoder: a byte order mark has to survive.
  return iconv.encode(change(iconv.decode(Buffer.from(bytes), encoding, { stripBOM: false })), encoding);
}

/** The first time of day in it, as an instant: recording a sample again must not break a test. */
export function timeWritten(bytes: Uint8Array, encoding: Encoding): Date {
  const [, date, time] = /(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)/.exec(iconv.decode(Buffer.from(bytes), encoding)) ?? [];
  return new Date(`${date}T${time}+08:00`);
}

/** The right words in the wrong bytes: what a carelessly configured front-end machine (前置机) sends. */
export function wronglyEncoded(bytes: Uint8Array, encoding: Encoding): Buffer {
  return iconv.encode(iconv.decode(Buffer.from(bytes), encoding), encoding === 'utf-8' ? 'gb18030' : 'utf-8');
}

/** Broken off in the middle, as after a full disk or a cut line. */
export function halfOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.subarray(0, bytes.length >> 1));
}
