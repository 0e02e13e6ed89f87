import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RequestRefusedError } from '#domain/errors.ts';
import { openCase, type OpenCaseInput } from '#usecases/cases/open-case.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';
import { HARDSHIP_FORM, hardshipCase, HUANG, stranger } from '../../resolvers/support/case-inputs.ts';
import { buildTestApp, type TestApp } from '../../support/build-test-app.ts';
import { WINDOW } from '../support/stage.ts';

let house: TestApp;
beforeAll(async () => {
  house = await buildTestApp();
});
afterAll(() => house.close());
beforeEach(() => house.app.database.prisma.refusedIntake.deleteMany());

/** Nobody in the register, and so no union member, whom hardship aid is for. */
const OUTSIDER = stranger();

function hardship(applicant: typeof OUTSIDER, differs: Partial<OpenCaseInput> = {}): OpenCaseInput {
  const { leadId: _none, workplaceDivisionCode: _same, ...input } = hardshipCase({ applicant });
  return { ...input, channel: 'WINDOW', applicant: { ...applicant, phone: applicant.phone ?? undefined }, ...differs };
}

/** The codes it was refused with; none when it was accepted. */
async function open(
  input: OpenCaseInput,
  deps: UsecaseDependencies = house.app.dependencies,
): Promise<readonly string[]> {
  try {
    await openCase(deps, WINDOW, input);
    return [];
  } catch (error) {
    if (error instanceof RequestRefusedError) return error.faults.map(({ code }) => code);
    throw error;
  }
}

function kept() {
  return house.app.database.prisma.refusedIntake.findMany({ orderBy: { id: 'asc' } });
}

describe('an intake that is refused as not eligible', () => {
  it('is kept, sealed, with the conditions as they came out', async () => {
    expect(await open(hardship(OUTSIDER))).toEqual(['NOT_ELIGIBLE']);

    const [row, ...more] = await kept();
    expect(more).toEqual([]);
    expect(row).toMatchObject({
      serviceItemCode: 'hardship-aid',
      personId: null,
      divisionCode: '990101001',
      refusedBy: WINDOW.subject,
      refusedAt: house.clock.now(),
      reasons: [{ rule: 'UNION_MEMBER', holds: false }],
    });
    const { crypto } = house.app.tools;
    const facts = JSON.parse(crypto.openText(row!.factsSealed, `refused_intake.facts:${row!.id}`)) as unknown;
    expect(JSON.parse(crypto.openText(row!.formSealed, `refused_intake.form:${row!.id}`))).toEqual(HARDSHIP_FORM);
    expect(facts).toMatchObject({ applicant: { isMember: false, divisionCode: '990101001' }, sources: [] });
    expect(JSON.stringify(row)).not.toContain(OUTSIDER.residentId);
  });

  it('is one intake, however often the same request comes again, and another one when the request differs', async () => {
    await open(hardship(OUTSIDER));
    await open(hardship(OUTSIDER));
    await open(hardship(OUTSIDER, { form: { ...HARDSHIP_FORM, householdSize: 5 } }));

    expect(await kept()).toHaveLength(2);
  });

  it('leaves nothing else behind', async () => {
    await open(hardship(OUTSIDER));

    const { prisma } = house.app.database;
    expect(await prisma.case.count({ where: { serviceItemCode: 'hardship-aid' } })).toBe(0);
    expect(await prisma.idempotencyKey.count({ where: { operation: 'openCase' } })).toBe(0);
  });

  it('is refused all the same when it cannot be kept, and the log says that it was not', async () => {
    const said: string[] = [];
    const { stores, log } = house.app.dependencies;
    const full = { keep: () => Promise.reject(new Error('disk full')) };
    const deps = {
      ...house.app.dependencies,
      stores: { ...stores, refusedIntakes: full },
      log: { ...log, warn: (_fields: object, message: string) => void said.push(message) },
    };

    expect(await open(hardship(OUTSIDER), deps)).toEqual(['NOT_ELIGIBLE']);
    expect(said).toEqual(['a refused intake was not kept; rehearsals will miss it']);
  });
});

describe('what is not kept', () => {
  it('is an intake that was accepted, or refused for a fault on the form or a second open case', async () => {
    expect(await open(hardship(HUANG))).toEqual([]);
    expect(await open(hardship(HUANG))).toEqual(['DUPLICATE_CASE']);
    expect(await open(hardship(OUTSIDER, { form: {} }))).toContain('FORM_FIELD_MISSING');

    expect(await kept()).toEqual([]);
  });
});
