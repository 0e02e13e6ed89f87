export const MARKER = '.done';
export const REFUSED = '.refused';

/** At most this much of a marker is read. */
export const MARKER_BYTES = 4_096;

/** Of the names in a folder those of files whose marker is there, in order. */
export function markedFiles(names: readonly string[]): readonly string[] {
  return names
    .filter((name) => name.endsWith(MARKER) && name.length > MARKER.length)
    .map((name) => name.slice(0, -MARKER.length))
    .toSorted();
}

/** For the sender to read. */
export function refusalNote(code: string, words: { readonly zh: string; readonly en: string }): string {
  return `${code}\n${words.zh}\n${words.en}\n`;
}
