import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildTestApp, type TestApp } from '../../support/build-test-app.ts';
import { USER_ERRORS } from '../support/case-operations.ts';

let house: TestApp;

beforeAll(async () => {
  house = await buildTestApp();
});

afterAll(() => house.close());

const COMPUTE = `${USER_ERRORS}
  query Compute($input: ComputeDeadlineInput!) {
    computeDeadline(input: $input) {
      deadline {
        rule { key unit confidence confidenceLabel { zh en } region { divisionPrefix name { zh } } direction }
        dueOn
        dueAt
        rawDueOn
        provisional
        skippedDays { date because }
        notices
        explanation { zh en }
      }
      userErrors { ...UserErrors ... on ExtensionRefusedError { reason limit unit } }
    }
  }`;

interface Computed {
  readonly deadline: { readonly dueOn: string; readonly explanation: { readonly zh: string } } | null;
  readonly userErrors: readonly { readonly code: string }[];
}

async function compute(input: Readonly<Record<string, unknown>>, language?: 'zh' | 'en'): Promise<Computed> {
  const { data, errors } = await house.run<{ computeDeadline: Computed }>('worker', COMPUTE, { input }, language);
  expect(errors).toEqual([]);
  return data.computeDeadline;
}

describe('a deadline that is asked for', () => {
  it('is counted with the days skipped, the notices behind it and the way it came about', async () => {
    const answer = await compute({ clock: 'SUE_AFTER_AWARD', startedOn: '2023-09-14' });

    expect(answer.userErrors).toEqual([]);
    expect(answer.deadline).toMatchObject({
      rule: { key: 'SUE_AFTER_AWARD', confidence: 'CONFIRMED', region: null, direction: 'AFTER' },
      dueOn: '2023-10-07',
      dueAt: '2023-10-07T16:00:00.000Z',
      rawDueOn: '2023-09-29',
      provisional: false,
      notices: ['国办发明电〔2022〕16号'],
    });
    expect(answer.deadline).toHaveProperty('skippedDays.length', 8);
    expect(answer.deadline?.explanation.zh).toContain('顺延至其后第一个工作日2023-10-07');
  });

  it.each([
    ['the country', undefined, '2023-04-21'],
    ['Guangxi', '450103', '2023-04-24'],
  ])('uses the holidays of %s', async (_place, divisionCode, dueOn) => {
    const { deadline } = await compute({ clock: 'MED_LDMA', startedOn: '2023-04-06', divisionCode });

    expect(deadline?.dueOn).toBe(dueOn);
  });

  it('uses the rule of the place, and says in words that it is not confirmed', async () => {
    const { deadline } = await compute({
      clock: 'ARB_TRIBUNAL_NOTICE',
      startedOn: '2023-09-27',
      divisionCode: '990101',
    });

    expect(deadline).toMatchObject({
      rule: {
        unit: 'WORKING_DAY',
        confidence: 'UNCONFIRMED',
        confidenceLabel: { zh: expect.stringContaining('未核实') },
        region: { divisionPrefix: '9901', name: { zh: '桂江市（虚构）' } },
      },
      dueOn: '2023-10-10',
    });
    expect(deadline?.explanation.zh).toMatch(/本规则：未核实，仅供参考，以承办单位的答复为准。$/);
  });

  it('counts back from a hearing', async () => {
    const { deadline } = await compute({ clock: 'ARB_HEARING_NOTICE', startedOn: '2026-03-13' });

    expect(deadline).toMatchObject({ rule: { direction: 'BEFORE' }, dueOn: '2026-03-06', rawDueOn: '2026-03-08' });
  });

  it('is one longer period with an extension', async () => {
    const { deadline } = await compute({ clock: 'ARB_AWARD', startedOn: '2023-08-15', extension: 15 });

    expect(deadline).toMatchObject({ rawDueOn: '2023-10-14', dueOn: '2023-10-16' });
  });

  it('names the limit of an extension that goes too far', async () => {
    const { deadline, userErrors } = await compute({ clock: 'ARB_AWARD', startedOn: '2026-03-02', extension: 16 });

    expect(deadline).toBeNull();
    expect(userErrors).toMatchObject([
      { code: 'EXTENSION_REFUSED', path: ['extension'], reason: 'BEYOND_LIMIT', limit: 15, unit: 'DAY' },
    ]);
  });

  it.each([
    ['an unknown clock', { clock: 'NO_SUCH' }, 'CLOCK_UNKNOWN', 'clock'],
    ['a clock of another region', { clock: 'UNIT_SURVEY' }, 'CLOCK_UNKNOWN', 'clock'],
    ['a day of another age', { startedOn: '9999-12-31' }, 'DATE_INVALID', 'startedOn'],
    ['a day before the republic', { startedOn: '1000-01-01' }, 'DATE_INVALID', 'startedOn'],
    ['an extension of nothing', { extension: 0 }, 'EXTENSION_REFUSED', 'extension'],
    ['an extension without end', { clock: 'PRE_MED_TERM', extension: 2147483647 }, 'EXTENSION_REFUSED', 'extension'],
  ])('is refused for %s, without repeating what was typed', async (_what, wrong, code, path) => {
    const answer = await compute({ clock: 'ARB_AWARD', startedOn: '2026-03-02', ...wrong });

    expect(answer).toMatchObject({ deadline: null, userErrors: [{ code, path: [path] }] });
    expect(JSON.stringify(answer)).not.toMatch(/NO_SUCH|9999|2147483647/);
  });

  it.each([{ startedOn: '2026-02-30' }, { divisionCode: '45' }, { extension: 1.5 }])(
    'with %j does not run at all',
    async (wrong) => {
      const { errors } = await house.run('worker', COMPUTE, {
        input: { clock: 'ARB_AWARD', startedOn: '2026-03-02', ...wrong },
      });

      expect(errors.map(({ extensions }) => extensions?.['code'])).toEqual(['BAD_USER_INPUT']);
    },
  );

  it('asks the database one thing: whether its calendar is still the one in force', async () => {
    house.takeQueryCount();

    await compute({ clock: 'ARB_AWARD', startedOn: '2026-03-02', divisionCode: '990101' });

    expect(house.takeQueryCount()).toBe(1);
  });
});

describe('the clock rules', () => {
  const RULES = `query Rules($divisionCode: DivisionCode) {
    clockRules(divisionCode: $divisionCode) {
      key name { zh } source confidence confidenceLabel { en } start startsWith { zh } length unit direction rollOver
      pausesForSupplement pausesFor extension { length granted { zh } } practice { unit source confidence }
      region { divisionPrefix } consequence { zh } consequenceKind
    }
  }`;

  interface Rule {
    readonly key: string;
    readonly confidence: string;
    readonly confidenceLabel: { readonly en: string };
  }

  async function rulesOf(divisionCode?: string): Promise<readonly Rule[]> {
    const { data, errors } = await house.run<{ clockRules: readonly Rule[] }>('window', RULES, { divisionCode });
    expect(errors).toEqual([]);
    return data.clockRules;
  }

  it('are all there, each once, with law, confidence and what follows', async () => {
    const rules = await rulesOf();

    expect(rules.length).toBeGreaterThan(60);
    expect(new Set(rules.map(({ key }) => key)).size).toBe(rules.length);
    expect(rules.find(({ key }) => key === 'ARB_AWARD')).toEqual({
      key: 'ARB_AWARD',
      name: { zh: '仲裁裁决' },
      source: '劳动争议调解仲裁法第四十三条',
      confidence: 'CONFIRMED',
      confidenceLabel: { en: 'Read in full text' },
      start: 'ACCEPTED',
      startsWith: { zh: '仲裁委员会受理（不是收到）' },
      length: 45,
      unit: 'DAY',
      direction: 'AFTER',
      rollOver: true,
      pausesForSupplement: true,
      pausesFor: [],
      extension: { length: 15, granted: { zh: '案情复杂，经仲裁委员会主任批准并书面通知当事人' } },
      practice: null,
      region: null,
      consequence: { zh: '逾期未裁决，可以向人民法院起诉' },
      consequenceKind: 'OUTCOME',
    });
  });

  it('say so wherever they are not confirmed', async () => {
    const unsure = (await rulesOf()).filter(({ confidence }) => confidence === 'UNCONFIRMED');

    expect(unsure.length).toBeGreaterThan(5);
    for (const { confidenceLabel } of unsure) expect(confidenceLabel.en).toContain('Not confirmed');
  });

  it('are those of the division asked for', async () => {
    const keys = async (division?: string) => (await rulesOf(division)).map(({ key }) => key);

    expect(await keys('330782')).toContain('UNIT_SURVEY');
    expect(await keys('990101')).not.toContain('UNIT_SURVEY');
    expect(await keys('990101')).toContain('MUTUAL_AID_PAYOUT');
  });
});
