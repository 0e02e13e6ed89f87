/** The database cannot be brought up to date; the message says which migration, why and what to do. For operators. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
  /** Absent when the reason is no single migration. */
  readonly migration: string | undefined;

  constructor(message: string, options?: { migration?: string | undefined; cause?: unknown }) {
    super(message, { cause: options?.cause });
    this.migration = options?.migration;
  }
}

/** SQLSTATE classes "data exception" and "integrity constraint violation": their words quote the offending rows. */
const QUOTES_DATA = /^2[23]/;

/**
 * What PostgreSQL adds to a refusal is most of the help: where in the script, and the details. What it quotes from the
 * rows themselves is left out, since people's data has no place in an error.
 */
export function describePgError(error: unknown, script?: string): string {
  if (!(error instanceof Error)) return String(error);
  const { code = '', detail, hint, position } = error as PgErrorFields;
  const line = script && position ? ` (line ${script.slice(0, Number(position)).split('\n').length})` : '';
  if (QUOTES_DATA.test(code)) return `${error.message.replace(/: ".*$/s, '')}${line} [${code}]`;
  return [`${error.message}${line} [${code}]`, detail, hint].filter(Boolean).join('\n');
}

interface PgErrorFields {
  readonly code?: string;
  readonly detail?: string;
  readonly hint?: string;
  readonly position?: string;
}
