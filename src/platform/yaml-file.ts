import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';

/** Where a text is wrong, as an editor counts: from 1. */
export interface TextFault {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export type YamlPath = readonly PropertyKey[];

/** A file that has the shape asked for, or every fault of it, each as `file:line: what is wrong`. */
export type YamlReading<Value> =
  | { readonly ok: true; readonly value: Value; faultAt(path: YamlPath, message: string): string }
  | { readonly ok: false; readonly faults: readonly string[] };

/** `fileName` is only for the faults. Files are written by people, so a fault names the line that they have to look at. */
export function readYaml<Value>(text: string, fileName: string, shape: z.ZodType<Value>): YamlReading<Value> {
  const inFile = ({ line, message }: TextFault) => `${fileName}:${line}: ${message}`;
  const reading = readYamlText(text, shape);
  if (!reading.ok) return { ok: false, faults: reading.faults.map(inFile) };
  const { value, faultAt } = reading;
  return { ok: true, value, faultAt: (path, message) => inFile(faultAt(path, message)) };
}

/** The same for a text that is in no file. */
export type YamlTextReading<Value> =
  | { readonly ok: true; readonly value: Value; faultAt(path: YamlPath, message: string): TextFault }
  | { readonly ok: false; readonly faults: readonly TextFault[] };

export function readYamlText<Value>(text: string, shape: z.ZodType<Value>): YamlTextReading<Value> {
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, { lineCounter: lines });
    if (document.errors.length > 0) {
      return { ok: false, faults: document.errors.map(({ message, pos }) => faultOn(lines, pos[0], message)) };
    }
    const faultAt = (path: YamlPath, message: string) => faultOn(lines, offsetAt(path, document), message);
    const result = shape.safeParse(document.toJS());
    if (result.success) return { ok: true, value: result.data, faultAt };
    return { ok: false, faults: result.error.issues.flatMap((issue) => wordIssue(issue, faultAt)) };
  } catch (error) {
    // Nested without end, or aliases that multiply: the parser throws where it cannot point.
    if (error instanceof RangeError || error instanceof ReferenceError)
      return { ok: false, faults: [faultOn(lines, 0, 'not readable: nested too deeply, or aliases without end')] };
    throw error;
  }
}

/** Orders faults as an editor would: by file, then by line as a number. */
export function inFileOrder(faults: readonly string[]): readonly string[] {
  return faults.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}

function wordIssue(
  issue: z.core.$ZodIssue,
  faultAt: (path: YamlPath, message: string) => TextFault,
): readonly TextFault[] {
  // A misspelt key is reported where it stands, not where the mapping around it begins.
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => faultAt([...issue.path, key], `unknown key ${key}${whereabouts(issue.path)}`));
  }
  return [faultAt(issue.path, `${issue.message}${whereabouts(issue.path)}`)];
}

function whereabouts(path: YamlPath): string {
  return path.length === 0 ? '' : ` (${path.map(String).join('.')})`;
}

function faultOn(lines: LineCounter, offset: number, message: string): TextFault {
  const { line, col } = lines.linePos(offset);
  // An empty text has no line at all.
  return { line: Math.max(line, 1), column: Math.max(col, 1), message };
}

/** Where the innermost part of the path that exists begins: a missing key is reported at its parent. */
function offsetAt(path: YamlPath, document: Document): number {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const at = path.slice(0, depth);
    const offset = keyOffset(at, document) ?? offsetOf(document.getIn(at, true));
    if (offset !== undefined) return offset;
  }
  return 0;
}

/** Where the key stands, if it is one: the block under it begins a line later. */
function keyOffset(path: YamlPath, document: Document): number | undefined {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  if (!isMap(parent)) return undefined;
  return offsetOf(parent.items.find(({ key }) => isScalar(key) && String(key.value) === String(path.at(-1)))?.key);
}

function offsetOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
