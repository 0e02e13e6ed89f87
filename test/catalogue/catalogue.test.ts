import { describe, expect, it } from 'vitest';
import { AGENCY_ROLES } from '#domain/agencies/agency-code.ts';
import { catalogueFaults } from '#domain/catalogue/catalogue-faults.ts';
import { catalogue, city, plan } from './support/demo-city.ts';

describe('the catalogue', () => {
  it('holds the two items offered so far', () => {
    expect(catalogue.map(({ code }) => code)).toEqual(['courier-wage-arrears', 'hardship-aid']);
  });

  it.each(catalogue)('has no fault in $code', (item) => {
    expect(catalogueFaults(item)).toEqual([]);
  });

  it.each(catalogue)('asks for a rating when $code is over', (item) => {
    expect(item.caseClocks.map((key) => item.clocks[key]?.start)).toEqual(['AWAITING_RATING']);
  });

  it.each(catalogue)('watches every hand-over of $code', (item) => {
    expect(item.steps.map(({ clocks }) => clocks.includes('HANDOVER'))).toEqual(item.steps.map(() => true));
  });

  it.each(catalogue)('lets no clock of $code stand still without another that runs meanwhile', (item) => {
    const still = item.steps.filter(
      ({ clocks }) => clocks.some((key) => item.clocks[key]?.pausesForSupplement) && !clocks.includes('SUPPLEMENT'),
    );

    expect(still.map(({ key }) => key)).toEqual([]);
  });

  it.each(catalogue)('carries with $code the rules it names and no other', (item) => {
    const named = [...item.steps.flatMap(({ clocks }) => clocks), ...item.caseClocks];

    expect(Object.keys(item.clocks).toSorted()).toEqual([...new Set(named)].toSorted());
    for (const [key, rule] of Object.entries(item.clocks)) expect(rule.key).toBe(key);
  });
});

describe('the demo city', () => {
  const places = city.divisions.map(({ code }) => code).filter((code) => code.startsWith('9901') && code !== '990100');
  const questions = catalogue.flatMap((item) => places.map((place) => ({ item, place, code: item.code })));

  it('has four districts and counties with places below them', () => {
    expect(places.filter((code) => code.length === 6)).toEqual(['990101', '990102', '990103', '990122']);
    expect(places.filter((code) => code.length === 9).length).toBeGreaterThan(8);
  });

  it.each(questions)('handles every step of $code in $place', ({ item, place }) => {
    const answer = plan(item, {}, { livesIn: place });

    expect(answer.faults).toEqual([]);
    expect(answer.plan.steps.map(({ key }) => key)).toEqual(item.steps.map(({ key }) => key));
  });

  it('has an office without a limit for every role that is played, so that nobody is turned away', () => {
    const played = new Set(city.offices.map(({ role }) => role));
    const unlimited = new Set(city.offices.filter(({ capacity }) => capacity === undefined).map(({ role }) => role));

    expect(AGENCY_ROLES.filter((role) => !played.has(role))).toEqual(['LEGAL_AID']);
    expect(unlimited).toEqual(played);
  });
});
