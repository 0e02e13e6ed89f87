import { describe, expect, it } from 'vitest';
import {
  answerableOutcomes,
  type FormProperty,
  REFUSED_OUTCOME,
  type ServiceItem,
  stepOf,
} from '#domain/catalogue/service-item.ts';
import { openStory, says, type Story } from '../support/factories/case-drafts.ts';
import { catalogue, itemNamed, plan } from './support/demo-city.ts';

interface Answer {
  readonly step: string;
  readonly outcome: string;
}

/** Where a case of the item can stand: which steps are open, which have ended, and where one answer more takes it. */
interface Place {
  readonly answers: readonly Answer[];
  readonly open: readonly string[];
  readonly status: string;
  readonly outcome: string | undefined;
  readonly next: readonly string[];
}

/**
 * The steps that some applicant does not need, for every way to answer what the steps depend on. Steps that exclude each
 * other never stand open together, and walking as if they did takes half a minute.
 */
function omissionsOf(item: ServiceItem): readonly (readonly string[])[] {
  const conditions = item.steps.map(({ applies }) => applies?.when ?? '').join(' ');
  const asked = new Set([...conditions.matchAll(/\bform\.(\w+)/g)].map(([, name = '']) => name));
  const forms = [...asked].reduce<readonly Form[]>(
    (answered, name) =>
      answered.flatMap((form) => answersTo(item.form.properties[name]).map((value) => ({ ...form, [name]: value }))),
    [{}],
  );
  const plans = forms.flatMap((form) => [true, false].map((isMember) => plan(item, form, { isMember }).plan));
  const omissions = plans.filter(({ steps }) => steps.length > 0).map(({ omitted }) => omitted.map(({ key }) => key));
  return [...new Map(omissions.map((keys) => [keys.join(), keys])).values()];
}

type Form = Readonly<Record<string, unknown>>;

function answersTo(property: FormProperty | undefined): readonly unknown[] {
  if (property?.type === 'boolean') return [true, false];
  const choices = choicesOf(property);
  if (choices) return choices;
  const several = choicesOf(property?.['items']);
  return several ? [several, ...several.map((choice) => [choice])] : [null, 'something'];
}

function choicesOf(schema: unknown): readonly unknown[] | undefined {
  const choices = typeof schema === 'object' && schema !== null && 'enum' in schema ? schema.enum : undefined;
  return Array.isArray(choices) ? choices : undefined;
}

function placesOf(item: ServiceItem, omitted: readonly string[]): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  const visit = (answers: readonly Answer[]): string => {
    const story = walk(item, answers, omitted);
    const name = nameOf(story);
    if (places.has(name)) return name;
    const { status, outcome } = story.draft.case;
    const place = { answers, open: openSteps(story), status, outcome };
    places.set(name, { ...place, next: [] });
    const next = place.open.flatMap((step) =>
      [...answerableOutcomes(item, stepOf(item, step)), REFUSED_OUTCOME].map((each) =>
        visit([...answers, { step, outcome: each }]),
      ),
    );
    places.set(name, { ...place, next });
    return name;
  };
  visit([]);
  return places;
}

function nameOf({ draft }: Story): string {
  const steps = draft.referrals.map(({ stepKey, outcome }) => `${stepKey}${outcome === undefined ? '' : ' ended'}`);
  return [...new Set(steps)]
    .toSorted()
    .join(', ')
    .concat(`: ${draft.case.outcome ?? 'no outcome yet'}`);
}

/** The places from which some road leads to the end. */
function comingToAnEnd(places: ReadonlyMap<string, Place>): ReadonlySet<string> {
  const ending = new Set<string>();
  for (let found = -1; found < ending.size;) {
    found = ending.size;
    for (const [name, { open, next }] of places)
      if (open.length === 0 || next.some((each) => ending.has(each))) ending.add(name);
  }
  return ending;
}

function walk(item: ServiceItem, answers: readonly Answer[], omitted: readonly string[] = []): Story {
  const story = openStory(item, omitted);
  for (const { step, outcome } of answers) {
    if (outcome === REFUSED_OUTCOME) says(story, step, 'REFUSE');
    else says(story, step, 'COMPLETE', { outcome });
  }
  return story;
}

function openSteps({ draft }: Story): readonly string[] {
  return draft.referrals.filter(({ outcome }) => outcome === undefined).map(({ stepKey }) => stepKey);
}

const roads = catalogue.flatMap((item) =>
  omissionsOf(item).map((omitted) => ({ item, omitted, code: item.code, without: omitted.join(', ') || 'nothing' })),
);

describe('every road through the catalogue', () => {
  it('is walked for every item', () => {
    expect([...new Set(roads.map(({ code }) => code))]).toEqual(catalogue.map(({ code }) => code));
  });

  it.each(roads)('of $code without $without can come to an end, and none without an outcome', ({ item, omitted }) => {
    const places = placesOf(item, omitted);
    const ending = comingToAnEnd(places);
    const over = [...places.values()].filter(({ open }) => open.length === 0);

    expect(over.length).toBeGreaterThan(0);
    expect([...places.keys()].filter((name) => !ending.has(name))).toEqual([]);
    expect(over.filter(({ status, outcome }) => status !== 'AWAITING_RATING' || outcome === undefined)).toEqual([]);
  });

  it('keeps a hazard report open until the second of the two has answered', () => {
    const story = walk(itemNamed('hazard-report'), [{ step: 'inspection', outcome: 'REMOVED' }]);

    expect(openSteps(story)).toEqual(['labour-protection']);
    expect(story.draft.case.status).toBe('IN_PROGRESS');
  });

  it('gives a new member cover and card at the same time', () => {
    const story = walk(itemNamed('gig-worker-join'), [{ step: 'admission', outcome: 'ADMITTED' }]);

    expect(openSteps(story)).toEqual(['gifted-cover', 'card']);
  });

  it('does not cover anybody who was not admitted', () => {
    const story = walk(itemNamed('gig-worker-join'), [{ step: 'admission', outcome: REFUSED_OUTCOME }]);

    expect(story.draft.referrals.map(({ stepKey }) => stepKey)).toEqual(['admission']);
    expect(story.draft.case.outcome).toBe('NOT_ADMITTED');
  });
});
