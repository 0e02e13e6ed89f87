import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildTestApp, type TestApp } from '../../support/build-test-app.ts';
import { WAGE_FORM } from '../support/case-inputs.ts';

const PREVIEW = /* GraphQL */ `
  query ($input: PreviewCaseInput!) {
    previewCase(input: $input) {
      userErrors {
        code
        ... on InvalidInputError {
          suggestions {
            code
            name {
              zh
            }
          }
        }
      }
    }
  }
`;

let house: TestApp;

beforeAll(async () => {
  house = await buildTestApp();
});

afterAll(() => house.close());

async function faultsOf(divisionCode: string): Promise<unknown> {
  const input = { serviceItemCode: 'courier-wage-arrears', divisionCode, form: WAGE_FORM };
  const { data, errors } = await house.run('worker', PREVIEW, { input });
  expect(errors).toEqual([]);
  return (data as { previewCase: { userErrors: unknown } }).previewCase.userErrors;
}

describe('a place that is not right', () => {
  it('that was abolished is answered with the division it became', async () => {
    expect(await faultsOf('990121')).toEqual([
      { code: 'DIVISION_ABOLISHED', suggestions: [{ code: '990103', name: { zh: '临江区' } }] },
    ]);
  });

  it('that nobody knows is answered with those around it, abolished ones not among them', async () => {
    expect(await faultsOf('990199')).toEqual([
      {
        code: 'DIVISION_UNKNOWN',
        suggestions: [
          { code: '990101', name: { zh: '青榕区' } },
          { code: '990102', name: { zh: '木棉区' } },
          { code: '990103', name: { zh: '临江区' } },
          { code: '990122', name: { zh: '白藤县' } },
        ],
      },
    ]);
  });

  it('in another province is answered with none', async () => {
    expect(await faultsOf('450103')).toEqual([{ code: 'DIVISION_UNKNOWN', suggestions: [] }]);
  });
});

describe('an item that is not offered in a place', () => {
  it('is answered with those that are', async () => {
    const row = await house.app.database.prisma.serviceItemVersion.findFirstOrThrow({
      where: { code: 'hardship-aid', status: 'PUBLISHED' },
    });
    await house.app.database.prisma.serviceItemVersion.create({
      data: {
        ...row,
        id: '01990000-0000-7000-8000-0000000000ff',
        code: 'only-elsewhere',
        definition: { ...(row.definition as object), code: 'only-elsewhere', offeredIn: ['45'] },
      },
    });

    const input = { serviceItemCode: 'only-elsewhere', divisionCode: '990101', form: {} };
    const { data } = await house.run('worker', PREVIEW, { input });

    const [first] = (data as { previewCase: { userErrors: { code: string; suggestions: { code: string }[] }[] } })
      .previewCase.userErrors;
    expect(first?.code).toBe('ITEM_NOT_OFFERED_HERE');
    expect(first?.suggestions.map(({ code }) => code)).toContain('hardship-aid');
    expect(first?.suggestions.map(({ code }) => code)).not.toContain('only-elsewhere');
  });
});
