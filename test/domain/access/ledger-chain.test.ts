import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FIELD_CLASSES } from '#domain/access/disclosure.ts';
import { canonicalEntry, LEDGER_FORMAT } from '#domain/access/ledger-canonical.ts';
import { type ChainHash, genesisOf, walkChain } from '#domain/access/ledger-chain.ts';
import type { LedgerEntry, LedgerStream, PlacedEntry } from '#domain/access/ledger-entry.ts';
import { VIEWER_ROLES } from '#domain/access/viewer.ts';
import { agencyCode } from '#domain/agencies/agency-code.ts';

const withKey =
  (key: string): ChainHash =>
  (previous, text) =>
    new Uint8Array(createHmac('sha256', key).update(previous).update(text).digest());
const hash = withKey('ours');

const row = {
  id: '01990000-0000-7000-8000-00000000000a',
  role: 'test',
  host: 'here',
  pid: 1,
  openedAt: new Date('2026-03-02T02:00:00Z'),
  keyId: 'k',
  format: LEDGER_FORMAT,
};
const stream: LedgerStream = { ...row, genesis: genesisOf(row, hash) };

const text = fc.string({ unit: 'grapheme', maxLength: 12 });
const entry: fc.Arbitrary<LedgerEntry> = fc.record({
  id: fc.uuid({ version: 7 }),
  at: fc.date({ min: new Date('2026-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }),
  viewer: fc.record({
    subject: text,
    role: fc.constantFrom(...VIEWER_ROLES),
    agencyCode: fc.constantFrom(agencyCode('court'), agencyCode('union'), undefined),
    divisionCode: text,
  }),
  decision: fc.constantFrom('SHOWN', 'REFUSED'),
  personId: fc.option(fc.uuid(), { nil: undefined }),
  caseId: fc.option(fc.uuid(), { nil: undefined }),
  fieldClasses: fc.subarray([...FIELD_CLASSES], { minLength: 1 }),
  purpose: text,
  sourceAgency: fc.constantFrom(agencyCode('court'), agencyCode('hr-bureau'), undefined),
  requestId: text,
  operation: fc.option(text, { nil: undefined }),
});
const entries = fc.array(entry, { minLength: 1, maxLength: 20 });

function chain(content: readonly LedgerEntry[], by: ChainHash = hash, from = stream): readonly PlacedEntry[] {
  let last = from.genesis;
  return content.map((each, index) => {
    const place = { streamId: from.id, sequence: index + 1 };
    last = by(last, canonicalEntry(place, each, LEDGER_FORMAT) ?? '');
    return { ...each, ...place, format: LEDGER_FORMAT, hash: last };
  });
}

/** As the table gives them: in the order of their places. */
function findings(rows: readonly PlacedEntry[], of = stream): readonly string[] {
  const walk = walkChain(of, hash);
  const found = rows.toSorted((a, b) => a.sequence - b.sequence).flatMap((each) => walk.take(each));
  return [...(walk.ofStream ? [walk.ofStream] : []), ...found].map(
    ({ kind, sequence, until }) => `${kind} ${sequence}${until === undefined ? '' : `-${until}`}`,
  );
}

/** Every column of an entry with a value that it can have. */
const change: fc.Arbitrary<Partial<PlacedEntry>> = fc.oneof(
  entry.map(({ viewer }) => ({ viewer })),
  entry.map(({ at }) => ({ at })),
  entry.map(({ decision }) => ({ decision })),
  entry.map(({ personId }) => ({ personId })),
  entry.map(({ caseId }) => ({ caseId })),
  entry.map(({ fieldClasses }) => ({ fieldClasses })),
  entry.map(({ purpose }) => ({ purpose })),
  entry.map(({ sourceAgency }) => ({ sourceAgency })),
  entry.map(({ requestId }) => ({ requestId })),
  entry.map(({ operation }) => ({ operation })),
  fc.uuid().map((id) => ({ id })),
  fc.integer({ min: 2, max: 9 }).map((format) => ({ format })),
  fc.uint8Array({ minLength: 32, maxLength: 32 }).map((value) => ({ hash: value })),
);

describe('a chain of the access ledger', () => {
  it('holds as it was written, whatever its entries say', () => {
    fc.assert(
      fc.property(entries, (content) => {
        expect(findings(chain(content))).toEqual([]);
      }),
    );
  });

  it('names the place of any one entry of which anything was altered', () => {
    fc.assert(
      fc.property(entries, fc.nat(), change, (content, pick, altered) => {
        const rows = chain(content);
        const at = pick % rows.length;
        const tampered = rows.map((each, index) => (index === at ? { ...each, ...altered } : each));
        fc.pre(JSON.stringify(tampered) !== JSON.stringify(rows));

        expect(findings(tampered)[0]).toBe(`ENTRY_ALTERED ${at + 1}`);
      }),
      { numRuns: 500 },
    );
  });

  it('names an altered entry alone, and not all that follow', () => {
    fc.assert(
      fc.property(entries, fc.nat(), (content, pick) => {
        const at = pick % content.length;
        const rows = chain(content).map((each, index) => (index === at ? { ...each, purpose: '另一个目的' } : each));

        expect(findings(rows)).toEqual([`ENTRY_ALTERED ${at + 1}`]);
      }),
    );
  });

  it('names what is missing before the end', () => {
    fc.assert(
      fc.property(entries, fc.nat(), fc.nat(5), (content, pick, more) => {
        const rows = chain([...content, ...content]);
        const from = 1 + (pick % (rows.length - 1));
        const until = Math.min(from + more, rows.length - 1);

        const left = rows.filter(({ sequence }) => sequence < from || sequence > until);

        expect(findings(left)).toEqual([`ENTRY_MISSING ${from}-${until}`]);
      }),
    );
  });

  it('names the first place of two that were swapped, and of one that was slipped in', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(entry, { minLength: 2, maxLength: 12, selector: ({ id }) => id }),
        fc.nat(),
        fc.nat(),
        (content, one, other) => {
          const rows = chain(content);
          const [a, b] = [one % rows.length, other % rows.length].toSorted((x, y) => x - y) as [number, number];
          fc.pre(a !== b);
          const placeOf = (index: number) => (index === a ? b : index === b ? a : index) + 1;

          const swapped = rows.map((each, index) => ({ ...each, sequence: placeOf(index) }));
          const slipped = rows.flatMap((each, index) =>
            index < a
              ? [each]
              : index === a
                ? [
                    { ...rows[b]!, sequence: a + 1 },
                    { ...each, sequence: a + 2 },
                  ]
                : [{ ...each, sequence: index + 2 }],
          );

          expect(findings(swapped)[0]).toBe(`ENTRY_ALTERED ${a + 1}`);
          expect(findings(slipped)[0]).toBe(`ENTRY_ALTERED ${a + 1}`);
        },
      ),
    );
  });

  it('is no chain with another key, from its first entry to its last', () => {
    fc.assert(
      fc.property(entries, (content) => {
        const foreign = chain(content, withKey('theirs'));

        expect(findings(foreign)).toEqual(content.map((_, index) => `ENTRY_ALTERED ${index + 1}`));
      }),
    );
  });

  it.each([0, -1])('begins with 1: what stands at %i was slipped in', (sequence) => {
    const [first] = chain([{ ...fc.sample(entry, { numRuns: 1, seed: 1 })[0]! }]);

    expect(findings([first!, { ...first!, sequence }])).toEqual([`ENTRY_ALTERED ${sequence}`]);
  });

  it.each<[string, Partial<LedgerStream>]>([
    ['another process', { pid: 2 }],
    ['another role', { role: 'worker' }],
    ['another time', { openedAt: new Date('2026-03-02T02:00:01Z') }],
    ['another key', { keyId: 'k2' }],
    ['another genesis', { genesis: new Uint8Array(32) }],
  ])('belongs to its stream and not to %s', (_what, other) => {
    expect(findings([], { ...stream, ...other })).toEqual(['STREAM_ALTERED 0']);
  });
});
