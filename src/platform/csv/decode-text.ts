import { type TextFaultCode, TextFaultError } from '#platform/csv/text-fault.ts';

export type TextEncoding = 'utf-8' | 'gb18030';

/** What a piece of text holds that no text may hold, by place. */
export interface DecodedPiece {
  readonly text: string;
  /** Where the text must not be read on from, and why. */
  readonly fault?: { readonly at: number; readonly code: TextFaultCode } | undefined;
}

/** Replacement characters, private use in the basic plane, private use beyond it. */
const FORBIDDEN = /[\ufffd\ue000-\uf8ff\udb80-\udbff]/;
const ARCHIVES = [
  [0x50, 0x4b, 0x03, 0x04],
  [0xd0, 0xcf, 0x11, 0xe0],
  [0x1f, 0x8b],
  [0x25, 0x50, 0x44, 0x46],
];
const REPLACEMENT = { 'utf-8': Buffer.from([0xef, 0xbf, 0xbd]), gb18030: Buffer.from([0x84, 0x31, 0xa4, 0x37]) };

/**
 * Bytes to text, piece by piece, strictly. Not the decoder's own strict mode: that says that something is wrong, and not
 * where. What it cannot decode becomes U+FFFD, which is refused in any case, and has a place.
 */
export function createTextDecoder(encoding: TextEncoding): {
  decode(bytes: Uint8Array): DecodedPiece;
  end(): DecodedPiece;
} {
  const decoder = new TextDecoder(encoding);
  let before: Buffer = Buffer.alloc(0);
  let begun = false;

  function judge(text: string, bytes: Buffer): DecodedPiece {
    const at = text.search(FORBIDDEN);
    if (at < 0) return { text };
    if (text[at] !== '\ufffd') return { text, fault: { at, code: 'PRIVATE_CHARACTER' } };
    const written = Buffer.concat([before, bytes]).includes(REPLACEMENT[encoding]);
    return { text, fault: { at, code: written ? 'REPLACEMENT_CHARACTER' : 'BAD_ENCODING' } };
  }

  return {
    decode(bytes) {
      const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      if (!begun) {
        begun = true;
        if (looksForeign(chunk)) throw new TextFaultError('NOT_TEXT', 0);
      }
      const piece = judge(decoder.decode(chunk, { stream: true }), chunk);
      // A character may lie across two pieces.
      before = chunk.subarray(-3);
      return piece;
    },
    end: () => judge(decoder.decode(), Buffer.alloc(0)),
  };
}

function looksForeign(chunk: Buffer): boolean {
  if (ARCHIVES.some((magic) => magic.every((byte, index) => chunk[index] === byte))) return true;
  const isUtf16 = (chunk[0] === 0xff && chunk[1] === 0xfe) || (chunk[0] === 0xfe && chunk[1] === 0xff);
  // UTF-16 without a mark: every other byte of a Latin header is nought.
  return (
    isUtf16 || (chunk.length >= 4 && (chunk[0] === 0) !== (chunk[1] === 0) && (chunk[2] === 0) !== (chunk[3] === 0))
  );
}
