import { describe, expect, it } from 'vitest';
import {
  fileRefusalOf,
  HARDSHIP_FILE_EVENTS,
  type HardshipFileEvent,
  type HardshipFileRefusal,
  nextFileStatus,
} from '#domain/registry/hardship-file-transitions.ts';
import { HARDSHIP_FILE_STATUSES, type HardshipFileStatus } from '#domain/registry/hardship-file.ts';

/** Written down a second time and by hand. Whatever is not here is refused. */
const MOVES: Readonly<Record<HardshipFileStatus, string>> = {
  DRAFT: 'SUBMIT→SUBMITTED CANCEL→CANCELLED',
  SUBMITTED: 'REVIEW→UNIT_REVIEW REJECT→REJECTED RETURN→RETURNED CANCEL→CANCELLED',
  UNIT_REVIEW: 'VISIT→VISITED REJECT→REJECTED RETURN→RETURNED CANCEL→CANCELLED',
  VISITED: 'VERIFY→VERIFYING REJECT→REJECTED RETURN→RETURNED CANCEL→CANCELLED',
  VERIFYING: 'PUBLICIZE→PUBLICIZED REJECT→REJECTED RETURN→RETURNED CANCEL→CANCELLED',
  PUBLICIZED: 'FILE→FILED REJECT→REJECTED RETURN→RETURNED CANCEL→CANCELLED',
  FILED: 'AID→AIDED PROPOSE_EXIT→EXIT_PROPOSED CANCEL→CANCELLED',
  AIDED: 'AID→AIDED PROPOSE_EXIT→EXIT_PROPOSED CANCEL→CANCELLED',
  EXIT_PROPOSED: 'PUBLICIZE_EXIT→EXIT_PUBLICIZED KEEP→FILED CANCEL→CANCELLED',
  EXIT_PUBLICIZED: 'EXIT→EXITED KEEP→FILED CANCEL→CANCELLED',
  EXITED: 'SUBMIT→SUBMITTED',
  REJECTED: 'SUBMIT→SUBMITTED',
  RETURNED: 'SUBMIT→SUBMITTED CANCEL→CANCELLED',
  CANCELLED: '',
};

const cells = HARDSHIP_FILE_STATUSES.flatMap((from) =>
  HARDSHIP_FILE_EVENTS.map((event) => {
    const to = MOVES[from].split(' ').find((move) => move.startsWith(`${event}→`));
    return [from, event, to?.slice(event.length + 1) ?? '-'] as const;
  }),
);

describe(`the file table of ${HARDSHIP_FILE_STATUSES.length} states and ${HARDSHIP_FILE_EVENTS.length} events`, () => {
  it.each(cells)('%s × %s gives %s', (from, event, expected) => {
    expect(nextFileStatus(from, event)).toBe(expected === '-' ? undefined : expected);
    expect(fileRefusalOf(from, event) === undefined).toBe(expected !== '-');
  });

  it.each<[HardshipFileStatus, HardshipFileEvent, HardshipFileRefusal]>([
    ['CANCELLED', 'SUBMIT', 'ALREADY_OVER'],
    ['CANCELLED', 'KEEP', 'ALREADY_OVER'],
    ['AIDED', 'FILE', 'ALREADY_DONE'],
    ['FILED', 'SUBMIT', 'ALREADY_DONE'],
    ['EXIT_PROPOSED', 'AID', 'EXIT_UNDER_WAY'],
    ['EXIT_PUBLICIZED', 'AID', 'EXIT_UNDER_WAY'],
    ['SUBMITTED', 'FILE', 'TOO_EARLY'],
    ['UNIT_REVIEW', 'PUBLICIZE', 'TOO_EARLY'],
    ['FILED', 'EXIT', 'TOO_EARLY'],
    ['EXITED', 'AID', 'TOO_EARLY'],
    ['REJECTED', 'VISIT', 'TOO_EARLY'],
    ['DRAFT', 'KEEP', 'NOT_NOW'],
    ['AIDED', 'RETURN', 'NOT_NOW'],
  ])('%s × %s is refused as %s', (from, event, refusal) => {
    expect(fileRefusalOf(from, event)).toBe(refusal);
  });

  it('leads to filing only through visit, check and public notice', () => {
    const ways = waysTo('DRAFT', 'FILED', []);

    expect(ways.length).toBeGreaterThan(0);
    for (const way of ways) expect(way.slice(-4)).toEqual(['VISIT', 'VERIFY', 'PUBLICIZE', 'FILE']);
  });

  it('can be left from every state, or ends it for good', () => {
    const stuck = HARDSHIP_FILE_STATUSES.filter((from) =>
      HARDSHIP_FILE_EVENTS.every((event) => nextFileStatus(from, event) === undefined),
    );

    expect(stuck).toEqual(['CANCELLED']);
  });
});

/** Every way that passes no state twice. */
function waysTo(
  from: HardshipFileStatus,
  goal: HardshipFileStatus,
  passed: readonly HardshipFileStatus[],
): readonly (readonly HardshipFileEvent[])[] {
  if (from === goal) return [[]];
  return HARDSHIP_FILE_EVENTS.flatMap((event) => {
    const to = nextFileStatus(from, event);
    if (!to || passed.includes(to)) return [];
    return waysTo(to, goal, [...passed, from]).map((rest) => [event, ...rest]);
  });
}
