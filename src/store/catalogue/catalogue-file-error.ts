/** The catalogue cannot be used, as a whole: half a catalogue would turn people away. Every fault with file and line. */
export class CatalogueFileError extends Error {
  override readonly name = 'CatalogueFileError';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`the catalogue cannot be used:\n${faults.join('\n')}`);
    this.faults = faults;
  }
}
