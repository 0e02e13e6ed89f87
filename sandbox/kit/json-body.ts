/** A parsed request body, read by dotted path. Numbers where text belongs count as missing: an ID number is never a number. */
export interface JsonBody {
  readonly content: Readonly<Record<string, unknown>>;
  text(path: string): string | undefined;
  texts(path: string): readonly string[] | undefined;
}

/** Undefined when it is not a JSON object in UTF-8. */
export function readJsonBody(bytes: Buffer): JsonBody | undefined {
  const content = parse(bytes);
  if (typeof content !== 'object' || content === null || Array.isArray(content)) return undefined;
  return {
    content: content as Readonly<Record<string, unknown>>,
    text(path) {
      const value = at(content, path);
      return typeof value === 'string' && value !== '' ? value : undefined;
    },
    texts(path) {
      const value = at(content, path);
      return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined;
    },
  };
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

function at(content: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => {
    return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
      ? Reflect.get(value, key)
      : undefined;
  }, content);
}
