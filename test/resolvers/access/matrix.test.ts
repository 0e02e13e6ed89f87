import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PersonaName, PERSONAS } from '#app/personas.ts';
import type { PurposeNamed } from '#app/stated-purpose.ts';
import { buildTestApp, type TestApp } from '../../support/build-test-app.ts';
import { HUANG, hardshipCase, NONG, QIN, WEI, wageCase } from '../support/case-inputs.ts';
import { type CaseSeen, opened } from '../support/case-operations.ts';
import { changeReferral } from '../support/change-operations.ts';
import { addressesOf, type CityAgencies, disposeOf, startCityAgencies } from '../support/city-agencies.ts';

const WHO = Object.keys(PERSONAS) as PersonaName[];

const FIELDS = [
  'name',
  'residentId',
  'phone',
  'dockets',
  'insuranceEnrolments',
  'socialAssistance',
  'form',
  'notes',
] as const;
type Field = (typeof FIELDS)[number];

const SENSITIVE = /* GraphQL */ `
  query ($id: ID!) {
    case(id: $id) {
      form
      timeline {
        note
      }
      applicant {
        name
        residentId
        phone
        dockets {
          status
        }
        insuranceEnrolments {
          status
        }
        socialAssistance {
          status
        }
      }
    }
  }
`;

interface Seen {
  readonly case: {
    readonly form: Readonly<Record<string, unknown>> | null;
    readonly timeline: readonly { readonly note: string | null }[];
    readonly applicant: Readonly<Record<string, string | null | { readonly status: string } | undefined>> | null;
  } | null;
}

/** Where a case stands to somebody: theirs, in their area, in another area. */
const RELATIONS = [
  '韦: mediated, with the HR bureau',
  "覃: the worker's own",
  '黄: with civil affairs',
  '农: another region',
] as const;
type Relation = (typeof RELATIONS)[number];

const HANDLED_BY: Readonly<Record<Relation, Partial<Record<PersonaName, readonly Field[]>>>> = {
  '韦: mediated, with the HR bureau': {
    mediator: ['name', 'phone', 'form', 'notes'],
    hr: ['name', 'residentId', 'phone', 'form'],
  },
  "覃: the worker's own": { mediator: ['name', 'phone', 'form'] },
  '黄: with civil affairs': { 'civil-affairs': ['name', 'residentId', 'form'] },
  '农: another region': { mediator: ['name', 'phone', 'form'] },
};

const PURPOSES = ['none', 'handling this case', 'handling another case', 'screening', 'intake'] as const;
type PurposeName = (typeof PURPOSES)[number];

let agencies: CityAgencies;
let house: TestApp;
let cases: Readonly<Record<Relation, CaseSeen>>;

beforeAll(async () => {
  agencies = await startCityAgencies();
  house = await buildTestApp({ agencies: addressesOf(agencies), agencyCallMs: 5_000 });
  const ofWei = await opened(house, wageCase({ applicant: WEI }));
  await changeReferral(house, 'mediator', 'completeReferral', {
    referralId: ofWei.referrals[0]?.id,
    outcome: 'FAILED',
    note: '双方各执一词',
  });
  const ofNong = await opened(house, wageCase({ applicant: NONG }));
  cases = {
    '韦: mediated, with the HR bureau': ofWei,
    "覃: the worker's own": await opened(house, wageCase({ applicant: QIN })),
    '黄: with civil affairs': await opened(house, hardshipCase({ applicant: HUANG })),
    '农: another region': ofNong,
  };
  const { prisma } = house.app.database;
  await prisma.case.updateMany({
    where: { acceptanceNo: ofNong.acceptanceNo },
    data: { divisionCode: '450103', workplaceDivision: '450103' },
  });
}, 60_000);

afterAll(async () => {
  await house.close();
  await disposeOf(agencies);
});

function stated(purpose: PurposeName, relation: Relation): PurposeNamed | 'NONE' {
  const other = RELATIONS.find((each) => each !== relation) ?? relation;
  switch (purpose) {
    case 'none':
      return 'NONE';
    case 'handling this case':
      return { code: 'CASE_HANDLING', case: cases[relation].acceptanceNo };
    case 'handling another case':
      return { code: 'CASE_HANDLING', case: cases[other].acceptanceNo };
    case 'screening':
      return { code: 'SCREENING' };
    case 'intake':
      return { code: 'INTAKE' };
  }
}

/** Written down from the rules of the house and not from its code: which fields of a case somebody is shown. */
function expected(persona: PersonaName, relation: Relation, purpose: PurposeName): readonly Field[] | 'NO CASE' {
  const own = persona === 'worker' && relation === "覃: the worker's own";
  if (own) return FIELDS.filter((field) => field !== 'notes');
  const handled = HANDLED_BY[relation][persona];
  if (handled)
    return purpose === 'handling this case' ? handled : handled.filter((field) => ['form', 'notes'].includes(field));
  const staff = (persona === 'window' || persona === 'supervisor') && relation !== '农: another region';
  if (!staff) return 'NO CASE';
  const fits =
    purpose === 'handling this case' || purpose === 'screening' || (purpose === 'intake' && persona === 'window');
  const noted = relation === '韦: mediated, with the HR bureau';
  return FIELDS.filter((field) => (field === 'form' ? true : field === 'notes' ? noted : fits));
}

async function seen(
  persona: PersonaName,
  relation: Relation,
  purpose: PurposeName,
): Promise<readonly Field[] | 'NO CASE'> {
  const { data, errors } = await house.run<Seen | null>(
    persona,
    SENSITIVE,
    { id: cases[relation].id },
    'zh',
    stated(purpose, relation),
  );
  const codes = errors.map(({ extensions }) => extensions?.['code']);
  expect(codes.filter((code) => code !== 'FORBIDDEN')).toEqual([]);
  const record = data?.case;
  if (!record) return 'NO CASE';
  return FIELDS.filter((field) => {
    if (field === 'form') return record.form !== null && Object.keys(record.form).length > 0;
    if (field === 'notes') return record.timeline.some(({ note }) => note !== null);
    const value = record.applicant?.[field];
    return typeof value === 'object' && value !== null
      ? value.status !== 'DENIED'
      : value !== null && value !== undefined;
  });
}

const count = WHO.length * RELATIONS.length * PURPOSES.length * FIELDS.length;

describe(`${FIELDS.length} sensitive fields of ${RELATIONS.length} cases for ${WHO.length} personas with ${PURPOSES.length} purposes, ${count} cells`, () => {
  it.each(WHO)('are shown to the %s as the rules say, and no more', async (persona) => {
    for (const relation of RELATIONS)
      for (const purpose of PURPOSES)
        expect([relation, purpose, await seen(persona, relation, purpose)]).toEqual([
          relation,
          purpose,
          expected(persona, relation, purpose),
        ]);
  });
});
