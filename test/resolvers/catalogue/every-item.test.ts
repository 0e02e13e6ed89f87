import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildTestApp, type TestApp } from '../../support/build-test-app.ts';
import { itemCodes } from '../support/item-codes.ts';
import { sampleForm } from '../support/sample-form.ts';

interface Words {
  readonly zh: string;
  readonly en: string;
}

interface ListedItem {
  readonly code: string;
  readonly name: Words;
  readonly audience: Words;
  readonly form: Readonly<Record<string, unknown>>;
  readonly consents: readonly { readonly text: Words }[];
  readonly materials: readonly { readonly name: Words }[];
  readonly conditions: readonly { readonly because: Words; readonly notBecause: Words }[];
  readonly passports: readonly { readonly because: Words; readonly source: string; readonly confidence: string }[];
  readonly steps: readonly {
    readonly name: Words;
    readonly clocks: readonly { readonly name: Words; readonly source: string; readonly confidence: string }[];
    readonly outcomes: readonly { readonly code: string; readonly name: Words }[];
  }[];
}

const ITEMS = /* GraphQL */ `
  {
    serviceItems {
      code
      name {
        zh
        en
      }
      audience {
        zh
        en
      }
      form
      consents {
        text {
          zh
          en
        }
      }
      materials {
        name {
          zh
          en
        }
      }
      conditions {
        because {
          zh
          en
        }
        notBecause {
          zh
          en
        }
      }
      passports {
        because {
          zh
          en
        }
        source
        confidence
      }
      steps {
        name {
          zh
          en
        }
        clocks {
          name {
            zh
            en
          }
          source
          confidence
        }
        outcomes {
          code
          name {
            zh
            en
          }
        }
      }
    }
  }
`;

const PREVIEW = /* GraphQL */ `
  query ($input: PreviewCaseInput!) {
    previewCase(input: $input) {
      eligible
      reasons {
        rule
        holds
        undecided
        zh
        en
      }
      steps {
        key
        office {
          name {
            zh
          }
        }
        reasons {
          zh
          en
        }
      }
      omittedSteps {
        key
        reason {
          zh
        }
      }
      materials {
        key
        status
      }
      passports {
        key
        reason {
          zh
        }
      }
      deadlines {
        stepKey
        deadline {
          dueOn
          explanation {
            zh
          }
        }
      }
      userErrors {
        code
        path
      }
    }
  }
`;

let house: TestApp;
let items: readonly ListedItem[] = [];

beforeAll(async () => {
  house = await buildTestApp();
  items = (await house.run<{ serviceItems: readonly ListedItem[] }>('window', ITEMS)).data.serviceItems;
});

afterAll(() => house.close());

function itemOf(code: string): ListedItem {
  const item = items.find((candidate) => candidate.code === code);
  if (!item) throw new Error(`the graph does not list ${code}`);
  return item;
}

describe.each(itemCodes())('the item %s', (code) => {
  it('is listed with everything about it in both languages, and every clock with its source', () => {
    const { name, audience, consents, materials, conditions, passports, steps } = itemOf(code);
    const words = [
      name,
      audience,
      ...consents.map(({ text }) => text),
      ...materials.map((material) => material.name),
      ...conditions.flatMap(({ because, notBecause }) => [because, notBecause]),
      ...passports.map(({ because }) => because),
      ...steps.flatMap((step) => [step.name, ...step.clocks.map((clock) => clock.name)]),
      ...steps.flatMap(({ outcomes }) => outcomes.map((outcome) => outcome.name)),
    ];

    for (const { zh, en } of words) {
      expect(zh).toMatch(/\p{Script=Han}/u);
      expect(en).toMatch(/[A-Za-z]{2}/);
    }
    for (const { source, confidence } of [...passports, ...steps.flatMap(({ clocks }) => clocks)]) {
      expect(source.length).toBeGreaterThan(3);
      expect(['CONFIRMED', 'SECONDARY', 'UNCONFIRMED']).toContain(confidence);
    }
    expect(steps.every(({ outcomes }) => outcomes.some((outcome) => outcome.code === 'REFUSED'))).toBe(true);
  });

  it('dry-runs for a seeded person: eligible or not with its reasons, to whom, and by when', async () => {
    const input = { serviceItemCode: code, divisionCode: '990101001', form: sampleForm(itemOf(code).form) };

    const { data, errors } = await house.run<{ previewCase: PreviewSeen }>('worker', PREVIEW, { input });

    expect(errors).toEqual([]);
    const { userErrors, reasons, steps, deadlines, eligible } = data.previewCase;
    expect(userErrors).toEqual([]);
    expect(eligible).toBe(reasons.every(({ holds, undecided }) => holds || undecided));
    for (const { zh, en } of [...reasons, ...steps.flatMap((step) => step.reasons)]) {
      expect(zh).toMatch(/\p{Script=Han}/u);
      expect(en).toMatch(/[A-Za-z]{2}/);
    }
    expect(steps.every(({ office }) => office !== null)).toBe(true);
    expect(steps.length).toBeGreaterThan(0);
    for (const { deadline } of deadlines) {
      expect(deadline.dueOn).toMatch(/^\d{4}-\d\d-\d\d$/);
      expect(deadline.explanation.zh).toMatch(/^自/);
    }
    expect(deadlines.length).toBeGreaterThan(0);
  });
});

interface PreviewSeen {
  readonly eligible: boolean;
  readonly reasons: readonly {
    readonly rule: string;
    readonly holds: boolean;
    readonly undecided: boolean;
    readonly zh: string;
    readonly en: string;
  }[];
  readonly steps: readonly {
    readonly key: string;
    readonly office: object | null;
    readonly reasons: readonly Words[];
  }[];
  readonly deadlines: readonly {
    readonly stepKey: string;
    readonly deadline: { readonly dueOn: string; readonly explanation: Words };
  }[];
  readonly userErrors: readonly object[];
}
