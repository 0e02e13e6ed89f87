import iconv from 'iconv-lite';
import { AgencyMessageUnreadableError } from '#domain/agencies/agency-errors.ts';

/**
 * Private-use characters (私用区): a rare character that the sender's system could only draw with its own font. They mean
 * something else, or nothing, everywhere else, so a name with one must not be stored as if it were read.
 */
const PRIVATE_USE = /[\u{E000}-\u{F8FF}\u{F0000}-\u{10FFFF}]/u;

/**
 * Bytes to text in the encoding agreed with the agency. What the document declares is not believed, since real ones say
 * `GB 18030` with a space, or `GBK` and hold four-byte names; nor is it guessed: 韦志强 in GBK is well-formed UTF-8. Refuses the whole message rather than garble a name:
 * invalid bytes, U+FFFD (garbled before it was sent), private-use characters, NUL.
 */
export function decodeText(bytes: Uint8Array, encoding: 'utf-8' | 'gb18030'): string {
  let text: string;
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new AgencyMessageUnreadableError(`bytes are not ${encoding}`, { cause });
  }
  if (text.includes('\uFFFD'))
    throw new AgencyMessageUnreadableError('holds replacement characters: garbled before it was sent');
  if (text.includes('\0')) throw new AgencyMessageUnreadableError('holds NUL');
  if (PRIVATE_USE.test(text)) throw new AgencyMessageUnreadableError('holds private-use characters');
  return text;
}

/**
 * Text to GB18030, never `gbk`, which writes `?` for 𬭳. Throws RangeError for what would not come back the same, so
 * that an applicant's name reaches the agency whole or not at all.
 */
export function encodeGb18030(text: string): Uint8Array {
  const bytes = iconv.encode(text, 'gb18030');
  if (!text.isWellFormed() || new TextDecoder('gb18030').decode(bytes) !== text) {
    throw new RangeError('text cannot be written in GB18030 without loss');
  }
  return bytes;
}
