/**
 * A cell that may say who somebody is, so that two can be told apart and a wrong form can be seen: its first and its last
 * character, and a star for each one between. What was masked by its sender stays as it is.
 */
export function maskCell(text: string): string {
  const characters = [...text];
  return characters.length <= 2
    ? '*'.repeat(characters.length)
    : characters.map((char, index) => (index === 0 || index === characters.length - 1 ? char : '*')).join('');
}
