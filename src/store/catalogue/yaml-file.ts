import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';

export type YamlPath = readonly PropertyKey[];

/** A file that has the shape asked for, or every fault of it, each as `file:line: what is wrong`. */
export type YamlReading<Value> =
  | { readonly ok: true; readonly value: Value; faultAt(path: YamlPath, message: string): string }
  | { readonly ok: false; readonly faults: readonly string[] };

/** `fileName` is only for the faults. Files are written by people, so a fault names the line that they have to look at. */
export function readYaml<Value>(text: string, fileName: string, shape: z.ZodType<Value>): YamlReading<Value> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  if (document.errors.length > 0) {
    const faults = document.errors.map((error) => `${fileName}:${lines.linePos(error.pos[0]).line}: ${error.message}`);
    return { ok: false, faults };
  }
  const faultAt = (path: YamlPath, message: string) => `${fileName}:${lineOf(path, document, lines)}: ${message}`;
  const result = shape.safeParse(document.toJS());
  if (result.success) return { ok: true, value: result.data, faultAt };
  return { ok: false, faults: result.error.issues.flatMap((issue) => wordIssue(issue, faultAt)) };
}

/** Orders faults as an editor would: by file, then by line as a number. */
export function inFileOrder(faults: readonly string[]): readonly string[] {
  return faults.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}

function wordIssue(issue: z.core.$ZodIssue, faultAt: (path: YamlPath, message: string) => string): readonly string[] {
  // A misspelt key is reported where it stands, not where the mapping around it begins.
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => faultAt([...issue.path, key], `unknown key ${key}${whereabouts(issue.path)}`));
  }
  return [faultAt(issue.path, `${issue.message}${whereabouts(issue.path)}`)];
}

function whereabouts(path: YamlPath): string {
  return path.length === 0 ? '' : ` (${path.map(String).join('.')})`;
}

/** The line of the innermost part of the path that exists: a missing key is reported where its parent begins. */
function lineOf(path: YamlPath, document: Document, lines: LineCounter): number {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const at = path.slice(0, depth);
    const offset = keyOffset(at, document) ?? offsetOf(document.getIn(at, true));
    if (offset !== undefined) return lines.linePos(offset).line;
  }
  return 1;
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
