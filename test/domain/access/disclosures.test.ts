import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Disclosure, FIELD_CLASSES } from '#domain/access/disclosure.ts';
import { createDisclosures } from '#domain/access/disclosures.ts';
import { agencyCode } from '#domain/agencies/agency-code.ts';

const shown: Disclosure = { personId: 'a', caseId: 'c', fieldClasses: ['CONTACT'], purpose: 'CASE_HANDLING' };

const disclosure: fc.Arbitrary<Disclosure> = fc.record({
  personId: fc.constantFrom('a', 'b', undefined),
  caseId: fc.constantFrom('c', 'd', undefined),
  purpose: fc.constantFrom('CASE_HANDLING', 'SUPERVISION'),
  sourceAgency: fc.constantFrom(agencyCode('court'), undefined),
  decision: fc.constantFrom('SHOWN', 'REFUSED', undefined),
  fieldClasses: fc.subarray([...FIELD_CLASSES], { minLength: 1 }),
});

function gather(disclosures: readonly Disclosure[]): readonly Disclosure[] {
  const gathered = createDisclosures();
  for (const each of disclosures) gathered.add(each);
  return gathered.take();
}

/** Each class that was shown, of whom and why. */
function facts(disclosures: readonly Disclosure[]): ReadonlySet<string> {
  return new Set(
    disclosures.flatMap(({ fieldClasses, decision = 'SHOWN', personId, caseId, purpose, sourceAgency }) =>
      fieldClasses.map((each) => [personId, caseId, purpose, sourceAgency, decision, each].join('|')),
    ),
  );
}

describe('what a request shows', () => {
  it('is one entry for each person, case and purpose, with every class once and in order', () => {
    const merged = gather([shown, { ...shown, fieldClasses: ['IDENTITY', 'CONTACT'] }, shown]);

    expect(merged).toEqual([{ ...shown, fieldClasses: ['IDENTITY', 'CONTACT'] }]);
  });

  it.each<[string, Partial<Disclosure>]>([
    ['another person', { personId: 'b' }],
    ['another case', { caseId: 'd' }],
    ['no case', { caseId: undefined }],
    ['another purpose', { purpose: 'SUPERVISION' }],
    ['a record of an agency', { sourceAgency: agencyCode('court') }],
    ['a refusal', { decision: 'REFUSED' }],
  ])('is an entry of its own for %s', (_what, other) => {
    expect(gather([shown, { ...shown, ...other }])).toHaveLength(2);
  });

  it('takes SHOWN for granted', () => {
    expect(gather([shown, { ...shown, decision: 'SHOWN' }])).toHaveLength(1);
  });

  it('is nothing where no class was shown', () => {
    expect(gather([{ ...shown, fieldClasses: [] }])).toEqual([]);
  });

  it('begins anew once it was taken', () => {
    const gathered = createDisclosures();
    gathered.add(shown);

    expect([gathered.take().length, gathered.take().length]).toEqual([1, 0]);
  });

  it('says neither more nor less than what was added, in whatever order', () => {
    fc.assert(
      fc.property(fc.array(disclosure, { maxLength: 40 }), (added) => {
        const merged = gather(added);
        expect(facts(merged)).toEqual(facts(added));
        expect(merged.length).toBeLessThanOrEqual(added.length);
        expect(gather(merged)).toEqual(merged);
      }),
    );
  });
});
