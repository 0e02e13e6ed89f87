/** For `LIKE ANY`. Prefixes of division codes are digits, or nothing: nothing that LIKE reads in a way of its own. */
export function startingWith(divisionPrefixes: readonly string[]): string[] {
  return divisionPrefixes.map((prefix) => `${prefix}%`);
}
