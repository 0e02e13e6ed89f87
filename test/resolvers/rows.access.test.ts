import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PersonaName, PERSONAS } from '#app/personas.ts';
import { buildTestApp, type TestApp } from '../support/build-test-app.ts';
import { HUANG, hardshipCase, QIN, WAGE_FORM, WEI, wageCase } from './support/case-inputs.ts';
import { type CaseSeen, caseNow, opened } from './support/case-operations.ts';
import { changeReferral } from './support/change-operations.ts';
import { addressesOf, type CityAgencies, disposeOf, startCityAgencies } from './support/city-agencies.ts';
import { ONE_PERSON } from './support/person-operations.ts';

const WHO = Object.keys(PERSONAS) as PersonaName[];

let agencies: CityAgencies;
let house: TestApp;
/** 韦志强's, in arbitration after mediation failed: union and HR bureau have it, the court not yet. */
let wages: CaseSeen;
/** 覃桂兰's own. */
let own: CaseSeen;
/** 黄丽萍's, with civil affairs. */
let hardship: CaseSeen;

beforeAll(async () => {
  agencies = await startCityAgencies();
  house = await buildTestApp({ agencies: addressesOf(agencies), agencyCallMs: 5_000 });
  const mediation = await opened(house, wageCase({ applicant: WEI }));
  await changeReferral(house, 'mediator', 'completeReferral', {
    referralId: mediation.referrals[0]?.id,
    outcome: 'FAILED',
  });
  wages = await caseNow(house, mediation.id);
  own = await opened(house, wageCase({ applicant: QIN }));
  hardship = await opened(house, hardshipCase({ applicant: HUANG }));
});

afterAll(async () => {
  await house.close();
  await disposeOf(agencies);
});

const NODE = 'query ($id: ID!) { node(id: $id) { __typename id } nodes(ids: [$id]) { id } }';

async function sees(persona: PersonaName, id: string): Promise<boolean> {
  const { data, errors } = await house.run<{ node: object | null; nodes: readonly (object | null)[] }>(persona, NODE, {
    id,
  });
  expect(errors).toEqual([]);
  expect(data.nodes[0] === null, 'node and nodes agree').toBe(data.node === null);
  return data.node !== null;
}

async function applicantOf(record: CaseSeen): Promise<string> {
  const { data } = await house.run<{ case: { applicant: { id: string } } }>(
    'window',
    'query ($id: ID!) { case(id: $id) { applicant { id } } }',
    { id: record.id },
  );
  return data.case.applicant.id;
}

async function whoSees(id: string): Promise<readonly PersonaName[]> {
  const seeing: PersonaName[] = [];
  for (const persona of WHO.filter((candidate) => candidate !== 'anonymous-partner')) {
    if (await sees(persona, id)) seeing.push(persona);
  }
  return seeing;
}

describe('node', () => {
  it('gives a case to the union, to the applicant and to the agencies that have a part of it', async () => {
    expect(await whoSees(wages.id)).toEqual(['window', 'mediator', 'supervisor', 'hr']);
    expect(await whoSees(own.id)).toEqual(['window', 'mediator', 'supervisor', 'worker']);
    expect(await whoSees(hardship.id)).toEqual(['window', 'supervisor', 'civil-affairs']);
  });

  it('gives a person to the same', async () => {
    expect(await whoSees(await applicantOf(wages))).toEqual(['window', 'mediator', 'supervisor', 'hr']);
    expect(await whoSees(await applicantOf(own))).toEqual(['window', 'mediator', 'supervisor', 'worker']);
    expect(await whoSees(await applicantOf(hardship))).toEqual(['window', 'supervisor', 'civil-affairs']);
  });

  it('gives a referral to those with whom it lies, and to those who see all of the case', async () => {
    const [mediation, arbitration] = wages.referrals;

    expect(await whoSees(mediation?.id ?? '')).toEqual(['window', 'mediator', 'supervisor', 'operator']);
    expect(await whoSees(arbitration?.id ?? '')).toEqual(['window', 'supervisor', 'operator', 'hr']);
  });

  it.each([
    ['nonsense', 'x'],
    ['nothing', ''],
    ['a type that is not there', Buffer.from('xyz:01990000-0000-7000-8000-000000000001').toString('base64url')],
    ['a row that is not there', Buffer.from(`cas:${crypto.randomUUID()}`).toString('base64url')],
    ['an id with SQL in it', Buffer.from("cas:' OR 1=1 --").toString('base64url')],
    ['an id as long as a book', 'A'.repeat(10_000)],
  ])('gives nothing for %s', async (_what, id) => {
    expect(await sees('window', id)).toBe(false);
  });

  it('refuses more than a hundred at once', async () => {
    const { errors } = await house.run('window', 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', {
      ids: Array.from({ length: 101 }, () => own.id),
    });

    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });
});

const PARTS = `query ($id: ID!) { case(id: $id) {
  form referrals { id agency { code } } deadlines { rule { key } }
  timeline { type referral { id } summary { zh } }
} }`;

interface Parts {
  readonly case: {
    readonly form: Readonly<Record<string, unknown>>;
    readonly referrals: readonly { readonly id: string; readonly agency: { readonly code: string } }[];
    readonly deadlines: readonly unknown[];
    readonly timeline: readonly {
      readonly type: string;
      readonly referral: { readonly id: string } | null;
      readonly summary: { readonly zh: string };
    }[];
  };
}

async function partsFor(persona: PersonaName, record: CaseSeen): Promise<Parts['case']> {
  const { data, errors } = await house.run<Parts>(persona, PARTS, { id: record.id });
  expect(errors).toEqual([]);
  return data.case;
}

describe('of a case that lies with several agencies', () => {
  it('each sees its own referrals, clocks and events only', async () => {
    const forWindow = await partsFor('window', wages);
    const forHr = await partsFor('hr', wages);
    const forStudio = await partsFor('mediator', wages);

    expect(forWindow.referrals.map(({ agency }) => agency.code)).toEqual(['union', 'hr-bureau']);
    expect(forHr.referrals.map(({ agency }) => agency.code)).toEqual(['hr-bureau']);
    expect(forStudio.referrals.map(({ agency }) => agency.code)).toEqual(['union']);
    expect(forHr.timeline.flatMap(({ referral }) => referral?.id ?? [])).toEqual([forHr.referrals[0]?.id]);
    expect(forHr.timeline.map(({ summary }) => summary.zh).join()).not.toContain('调解不成');
    expect(forWindow.deadlines.length).toBe(forHr.deadlines.length + forStudio.deadlines.length);
  });

  it('each sees of the form what its step discloses, and the union’s own staff all of it', async () => {
    const disclosed = (...fields: readonly (keyof typeof WAGE_FORM)[]) =>
      Object.fromEntries(fields.map((field) => [field, WAGE_FORM[field]]));

    expect((await partsFor('window', wages)).form).toEqual(WAGE_FORM);
    expect((await partsFor('supervisor', wages)).form).toEqual(WAGE_FORM);
    expect((await partsFor('mediator', wages)).form).toEqual(
      disclosed('employerName', 'arrearsAmount', 'arrearsMonths', 'facts'),
    );
    expect((await partsFor('hr', wages)).form).toEqual(
      disclosed('employerName', 'arrearsAmount', 'arrearsMonths', 'unpaidSince', 'facts'),
    );
    expect((await partsFor('worker', own)).form).toEqual(WAGE_FORM);
  });
});

/** Three digits would be anybody's; these are whole. */
const CLEAR = [/\d{17}[\dX]/, /1[3-9]\d{9}/, new RegExp([QIN, WEI, HUANG].map(({ name }) => name).join('|'))];

describe('what is shown of a person', () => {
  it.each<PersonaName>(['window', 'supervisor', 'mediator'])('is masked everywhere for the %s', async (persona) => {
    const { data, errors } = await house.run(persona, ONE_PERSON, { id: await applicantOf(wages) });
    const text = JSON.stringify(data);

    expect(errors).toEqual([]);
    expect(text).toContain('韦**');
    expect(text).toContain('990101********0022');
    for (const clear of CLEAR) expect(text).not.toMatch(clear);
  });

  it('is masked for the worker, too, about themselves', async () => {
    const { data } = await house.run('worker', ONE_PERSON, { id: await applicantOf(own) });

    for (const clear of CLEAR) expect(JSON.stringify(data)).not.toMatch(clear);
  });

  it('is not repeated by an error that a wrong number causes', async () => {
    const answer = await house.run(
      'window',
      'query ($n: String!) { personByResidentId(residentId: $n) { person { id } userErrors { code message remedy path } } }',
      { n: '990101198603120017' },
    );

    expect(JSON.stringify(answer)).toContain('RESIDENT_ID_INVALID');
    expect(JSON.stringify(answer)).not.toContain('990101198603120017');
  });
});
