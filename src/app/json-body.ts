const MAX_DEPTH = 32;

/** The request's text is not JSON we take; answered with 400. */
export class BadJsonError extends Error {
  override readonly name = 'BadJsonError';
  readonly statusCode = 400;
}

/**
 * Reads JSON from raw bytes: fatally decoded UTF-8 (broken text would otherwise come in as garbled names) and not
 * nested deeper than any request of ours is.
 */
export function parseJsonBody(body: Uint8Array): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
    if (depthOf(text) > MAX_DEPTH) throw new BadJsonError('nested too deeply');
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw error instanceof BadJsonError ? error : new BadJsonError('not JSON in UTF-8');
  }
}

function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const char = text[index];
    if (inString) {
      if (char === '\\') index += 1;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === '{' || char === '[') deepest = Math.max(deepest, (depth += 1));
    else if (char === '}' || char === ']') depth -= 1;
  }
  return deepest;
}

/**
 * Whether everything in it can be kept: PostgreSQL takes neither NUL nor half a surrogate pair, and 1e400 reads as
 * Infinity, which JSON writes back as null. Keys count too.
 */
export function isSound(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0');
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, inner]) => isSound(key) && isSound(inner));
}
