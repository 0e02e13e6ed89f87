import { AgencyMessageUnreadableError } from '#domain/agencies/agency-errors.ts';
import { decodeText } from './text-decoding.ts';

const DEEPEST = 32;

export interface JsonReaderOptions {
  /** Only where the agency is known to send one; elsewhere it says that something rewrote the body. */
  readonly allowBom?: boolean;
}

/** UTF-8 JSON, nothing else. Shape and meaning are the schema's business; see `readShape`. */
export function readJson(bytes: Uint8Array, options: JsonReaderOptions = {}): unknown {
  if (hasBom(bytes) && !options.allowBom) throw new AgencyMessageUnreadableError('JSON begins with a byte order mark');
  const text = decodeText(bytes, 'utf-8');
  assertDepth(text);
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the text around the fault, so it goes no further.
    throw new AgencyMessageUnreadableError('not JSON');
  }
}

function hasBom(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

function assertDepth(text: string): void {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (inString) {
      if (character === '\\') at += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth -= 1;
    if (depth > DEEPEST) throw new AgencyMessageUnreadableError(`JSON nested deeper than ${DEEPEST}`);
  }
}
