import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CATALOGUE_FOLDER } from '#app/catalogue-folder.ts';
import type { PersonaName } from '#app/personas.ts';
import { localDate } from '#domain/referrals/local-date.ts';
import type { Yuan } from '#domain/registry/yuan.ts';
import { readPolicies } from '#store/catalogue/read-policies.ts';
import { hardshipCase, QIN } from '../resolvers/support/case-inputs.ts';
import { opened } from '../resolvers/support/case-operations.ts';
import { changeReferral } from '../resolvers/support/change-operations.ts';
import { buildTestApp, type TestApp } from '../support/build-test-app.ts';
import { type Preview, readPreview, readStory, referralOf } from './support/story.ts';

const FORM = {
  householdSize: 4,
  annualIncome: '60000.00',
  rigidExpenditure: '18000.00',
  hardshipCause: 'SCHOOLING',
  facts: '两个孩子在外地上大学',
};

const NET = {
  rule: 'HARDSHIP_NET_INCOME',
  holds: true,
  zh: '（年可支配收入 60000.00 元 − 刚性支出 18000.00 元）÷ 12 个月 ÷ 4 人 = 人均每月 875.00 元',
};
const CITY = '（桂江市（虚构），自 2020-01-01 起；未核实，仅供参考）';
const DISTRICT = '（木棉区（虚构），自 2026-01-01 起；未核实，仅供参考）';

let house: TestApp;

beforeAll(async () => {
  const { hardship } = await readPolicies(path.join(CATALOGUE_FOLDER, 'policies'));
  house = await buildTestApp({
    policies: {
      // One district of the city has a standard of its own.
      hardship: [
        ...hardship,
        {
          divisionPrefix: '990102',
          effectiveFrom: localDate('2026-01-01'),
          dibaoMonthly: '800.00' as Yuan,
          relativeMultiplier: '2',
          source: '木棉区（虚构）',
          confidence: 'UNCONFIRMED',
        },
      ],
    },
  });
});

afterAll(() => house.close());

function preview(as: PersonaName, changes: object = {}): Promise<Preview> {
  return readPreview(house, as, {
    serviceItemCode: 'hardship-aid',
    residentId: QIN.residentId,
    divisionCode: '990101001',
    form: FORM,
    ...changes,
  });
}

describe('E. A household of four with 60,000 yuan a year, 18,000 of it spent on what cannot be avoided', () => {
  it('is in deep hardship where the dibao standard is 880, and the window reads how that came about', async () => {
    expect(await preview('window')).toMatchObject({
      eligible: true,
      assessment: {
        kind: 'HARDSHIP_CATEGORY',
        values: { category: 'DEEP', netPerCapitaMonthly: '875.00', dibaoMonthly: '880.00' },
        reasons: [
          expect.objectContaining(NET),
          expect.objectContaining({
            rule: 'HARDSHIP_DEEP',
            holds: true,
            zh: `低于低保标准每人每月 880.00 元${CITY}`,
          }),
        ],
      },
    });
  });

  it('is in relative hardship where it is 800: not below it, and below twice of it', async () => {
    expect((await preview('window', { divisionCode: '990102' })).assessment).toEqual({
      kind: 'HARDSHIP_CATEGORY',
      values: { category: 'RELATIVE', netPerCapitaMonthly: '875.00', dibaoMonthly: '800.00' },
      reasons: [
        expect.objectContaining(NET),
        expect.objectContaining({
          rule: 'HARDSHIP_DEEP',
          holds: false,
          zh: `不低于低保标准每人每月 800.00 元${DISTRICT}`,
        }),
        expect.objectContaining({
          rule: 'HARDSHIP_RELATIVE',
          holds: true,
          zh: `低于低保标准的 2 倍即 1600.00 元${DISTRICT}`,
        }),
      ],
    });
  });

  it('is told the same when the worker asks on the phone', async () => {
    expect(await preview('worker', { residentId: undefined })).toEqual(await preview('window'));
  });

  it('is not assessed where the item assesses nothing', async () => {
    const answer = await preview('window', {
      serviceItemCode: 'tuition-subsidy',
      form: {
        level: 'BACHELOR',
        schoolName: '桂江开放大学',
        tuitionPaid: '3000.00',
        subsidisedBefore: false,
        inHardship: false,
        bankCard: '6222021234567890128',
      },
    });

    expect(answer.assessment).toBeNull();
  });

  it('keeps the figures on the case, for the window, the supervisor and the worker and for nobody who handles it', async () => {
    const { id } = await opened(house, hardshipCase({ applicant: QIN, form: FORM }));
    await house.drain();
    const check = referralOf(await readStory(house, 'window', id), 'check').id;
    await changeReferral(house, 'civil-affairs', 'completeReferral', {
      referralId: check,
      outcome: 'CHECKED_ELIGIBLE',
    });
    await house.drain();

    const { assessment } = await readStory(house, 'window', id);
    expect(assessment).toEqual((await preview('window')).assessment);
    for (const persona of ['supervisor', 'worker'] as const) {
      expect((await readStory(house, persona, id)).assessment, persona).toEqual(assessment);
    }
    for (const persona of ['civil-affairs', 'township'] as const) {
      const read = await readStory(house, persona, id);
      expect(read.assessment, persona).toBeNull();
      expect(JSON.stringify(read), persona).not.toMatch(/875|18000/);
    }
  });
});
