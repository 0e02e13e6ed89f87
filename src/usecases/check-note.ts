import { refuse } from '#domain/errors.ts';

const MAX_NOTE = 500;

/** A note written by a person: some text, well formed, not too long. Throws RequestRefusedError. */
export function checkNote(text: string, path: readonly string[]): string {
  const note = text.normalize('NFC').trim();
  const usable = note.length > 0 && [...note].length <= MAX_NOTE && note.isWellFormed() && !note.includes('\0');
  return usable ? note : refuse('NOTE_REQUIRED', path);
}
