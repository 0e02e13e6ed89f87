import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogueFaults } from '#domain/catalogue/catalogue-faults.ts';
import { catalogue, city, plan } from './support/demo-city.ts';

describe('the catalogue', () => {
  it('holds the items that windows know by name', () => {
    expect(catalogue.map(({ code }) => code)).toEqual(
      expect.arrayContaining([
        'convalescence',
        'courier-wage-arrears',
        'course-enrolment',
        'employment-service',
        'gig-worker-join',
        'hardship-aid',
        'hazard-report',
        'legal-aid',
        'membership-join',
        'membership-transfer',
        'mutual-aid-enrolment',
        'psychological-support',
        'social-assistance',
        'suggestion',
        'tuition-subsidy',
        'unemployment-benefit',
        'work-injury',
        'worker-card',
      ]),
    );
  });

  it.each(catalogue)('has for $code a test of its own', ({ code }) => {
    expect(existsSync(join(import.meta.dirname, `${code}.test.ts`))).toBe(true);
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
  const places = city.divisions
    .filter(({ successorCode }) => !successorCode)
    .map(({ code }) => code)
    .filter((code) => code.startsWith('9901') && code !== '990100');
  const played = new Set(city.offices.map(({ role }) => role));
  const questions = catalogue.flatMap((item) => places.map((place) => ({ item, place, code: item.code })));

  it('has four districts and counties with places below them', () => {
    expect(places.filter((code) => code.length === 6)).toEqual(['990101', '990102', '990103', '990122']);
    expect(places.filter((code) => code.length === 9).length).toBeGreaterThan(8);
  });

  it.each(questions)('handles every step of $code in $place', ({ item, place }) => {
    const answer = plan(item, {}, { livesIn: place });

    expect(answer.faults).toEqual([]);
    expect([...answer.plan.steps, ...answer.plan.omitted].map(({ key }) => key).toSorted()).toEqual(
      item.steps.map(({ key }) => key).toSorted(),
    );
  });

  it('has an office without a limit for every role that is played, so that nobody is turned away', () => {
    const unlimited = new Set(city.offices.filter(({ capacity }) => capacity === undefined).map(({ role }) => role));

    expect(played.size).toBeGreaterThan(10);
    expect(unlimited).toEqual(played);
  });

  it('has an office for every role that an item needs', () => {
    const needed = catalogue.flatMap(({ steps }) => steps.map(({ role }) => role)).filter((role) => !played.has(role));

    expect([...new Set(needed)]).toEqual([]);
  });
});
