import { type ExecutionResult, GraphQLError, type Source, type SourceLocation } from 'graphql';

/**
 * The errors of a compiled operation as graphql-js would have made them. graphql-jit's own are of a class that Apollo takes
 * for a stranger's: it would answer "Internal server error" without path, code or cause.
 */
export function rebuildErrors(result: ExecutionResult, source: Source): ExecutionResult {
  if (!result.errors) return result;
  return { ...result, errors: result.errors.map((error) => rebuilt(error, source)) };
}

function rebuilt({ message, locations, path, originalError }: GraphQLError, source: Source): GraphQLError {
  return new GraphQLError(message, {
    source,
    positions: locations ? locations.map((location) => positionOf(source.body, location)) : null,
    path: path ?? null,
    originalError: originalError ?? null,
  });
}

/** The offset in the text; lines and columns count from one, and graphql-js knows three ways to end a line. */
function positionOf(body: string, { line, column }: SourceLocation): number {
  let start = 0;
  let number = 1;
  for (const end of body.matchAll(/\r\n|[\n\r]/g)) {
    if (number === line) break;
    number += 1;
    start = end.index + end[0].length;
  }
  return start + column - 1;
}
