import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PersonaName } from '#app/personas.ts';
import { buildTestApp, type TestApp } from '../../support/build-test-app.ts';
import { HUANG, hardshipCase, QIN, wageCase } from '../support/case-inputs.ts';
import { opened } from '../support/case-operations.ts';
import { addressesOf, type CityAgencies, disposeOf, startCityAgencies } from '../support/city-agencies.ts';
import { countLookUps } from '../support/count-look-ups.ts';

const SOURCES = `query ($id: ID!) { case(id: $id) { applicant {
  id nameMasked
  dockets { status asOf notice { zh } source { code } dockets { docketNumber } }
  insuranceEnrolments { status asOf source { code } enrolments { status } }
  socialAssistance { status asOf source { code } records { status } }
} } }`;

interface Answer {
  readonly case: {
    readonly applicant: Readonly<
      Record<
        'dockets' | 'insuranceEnrolments' | 'socialAssistance',
        { status: string; source: { code: string } } | null
      >
    >;
  };
}

const lookUps = countLookUps();
let agencies: CityAgencies;
let house: TestApp;
let wages: string;
let hardship: string;

beforeAll(async () => {
  agencies = await startCityAgencies();
  house = await buildTestApp({ agencies: addressesOf(agencies), wrapConnectors: lookUps.wrap, agencyCallMs: 5_000 });
  wages = (await opened(house, wageCase({ applicant: QIN }))).id;
  hardship = (await opened(house, hardshipCase({ applicant: HUANG }))).id;
});

afterAll(async () => {
  await house.close();
  await disposeOf(agencies);
});

async function ask(as: PersonaName, id: string) {
  lookUps.take();
  const { data, errors } = await house.run<Answer>(as, SOURCES, { id });
  expect(errors).toEqual([]);
  return { applicant: data.case.applicant, calls: lookUps.take() };
}

describe('what other agencies hold about a person', () => {
  it.each<[PersonaName, string]>([
    ['mediator', 'the case lies with the studio'],
    ['civil-affairs', 'the check lies with the bureau, which does not see its own records here either'],
  ])('is denied to the %s, although %s, and nobody is asked', async (persona) => {
    const { applicant, calls } = await ask(persona, persona === 'mediator' ? wages : hardship);

    expect(applicant.dockets).toEqual({
      status: 'DENIED',
      asOf: null,
      notice: { zh: '您的身份不看这类内容。' },
      source: { code: 'court' },
      dockets: [],
    });
    expect(applicant.insuranceEnrolments).toEqual({
      status: 'DENIED',
      asOf: null,
      source: { code: 'hr-bureau' },
      enrolments: [],
    });
    expect(applicant.socialAssistance).toEqual({
      status: 'DENIED',
      asOf: null,
      source: { code: 'civil-affairs' },
      records: [],
    });
    expect(calls).toEqual({});
  });

  it.each<PersonaName>(['window', 'supervisor', 'worker'])('is shown to the %s', async (persona) => {
    const { applicant, calls } = await ask(persona, wages);

    expect(
      Object.values(applicant)
        .filter((value) => typeof value === 'object')
        .map((answer) => answer?.status),
    ).toEqual(['FRESH', 'FRESH', 'FRESH']);
    expect(calls).toEqual({ court: [1], 'hr-bureau': [1], 'civil-affairs': [1] });
  });

  it('is asked for once, however often one query names it', async () => {
    lookUps.take();

    const { data, errors } = await house.run<Record<string, Answer['case']>>(
      'window',
      `query ($id: ID!) { a: case(id: $id) { applicant { dockets { status } } } b: case(id: $id) { applicant { x: dockets { status } y: dockets { asOf } } } }`,
      { id: wages },
    );

    expect(errors).toEqual([]);
    expect(data['a']?.applicant.dockets).toEqual({ status: 'FRESH' });
    expect(lookUps.take()).toEqual({ court: [1] });
  });
});

describe('where no agency is connected', () => {
  it('the sources are empty and the rest of the person is there', async () => {
    const alone = await buildTestApp();
    const { id } = await opened(alone, wageCase({ applicant: QIN }));

    const { data, errors } = await alone.run('window', SOURCES, { id });

    await alone.close();
    expect(errors).toEqual([]);
    expect(data).toEqual({
      case: {
        applicant: {
          id: expect.any(String),
          nameMasked: '覃**',
          dockets: null,
          insuranceEnrolments: null,
          socialAssistance: null,
        },
      },
    });
  });
});
