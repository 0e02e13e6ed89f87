import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createContext } from '#app/create-context.ts';
import type { PersonaName } from '#app/personas.ts';
import type { PurposeNamed } from '#app/stated-purpose.ts';
import { buildTestApp, type TestApp } from '../../support/build-test-app.ts';
import { QIN, WEI, wageCase } from '../support/case-inputs.ts';
import { type CaseSeen, opened } from '../support/case-operations.ts';

const WHOLE = /* GraphQL */ `
  query ($id: ID!) {
    case(id: $id) {
      applicant {
        id
        nameMasked
        name
        residentId
        phone
        access {
          identity {
            ...Why
          }
          contact {
            ...Why
          }
          agencyRecords {
            ...Why
          }
        }
      }
    }
  }
  fragment Why on AccessExplanation {
    allowed
    class
    grant
    refusal
    text {
      zh
    }
    remedy {
      en
    }
  }
`;

interface Why {
  readonly allowed: boolean;
  readonly grant: string | null;
  readonly refusal: string | null;
  readonly remedy: { readonly en: string } | null;
}

interface Applicant {
  readonly id: string;
  readonly name: string | null;
  readonly residentId: string | null;
  readonly phone: string | null;
  readonly access: { readonly identity: Why; readonly contact: Why; readonly agencyRecords: Why };
}

let house: TestApp;
let ofWei: CaseSeen;
let ofQin: CaseSeen;

beforeAll(async () => {
  house = await buildTestApp();
  ofWei = await opened(house, wageCase({ applicant: WEI }));
  ofQin = await opened(house, wageCase({ applicant: QIN }));
  await house.drain();
});
afterAll(() => house.close());

async function applicant(as: PersonaName, of: CaseSeen, purpose: PurposeNamed | 'NONE'): Promise<Applicant> {
  const { data, errors } = await house.run<{ case: { applicant: Applicant } }>(as, WHOLE, { id: of.id }, 'zh', purpose);
  expect(errors).toEqual([]);
  return data.case.applicant;
}

async function explained(as: PersonaName, id: string, field: string, purpose: PurposeNamed | 'NONE' = 'NONE') {
  const { data, errors } = await house.run<{ explainAccess: Why | null }>(
    as,
    'query ($id: ID!, $field: String!) { explainAccess(id: $id, field: $field) { allowed class grant refusal remedy { en } } }',
    { id, field },
    'zh',
    purpose,
  );
  expect(errors).toEqual([]);
  return data.explainAccess;
}

const handling = (of: CaseSeen): PurposeNamed => ({ code: 'CASE_HANDLING', case: of.acceptanceNo });

describe('a name, an identity number and a telephone', () => {
  it.each<[PersonaName, PurposeNamed | 'NONE', string]>([
    ['window', 'NONE', 'PURPOSE_NOT_STATED'],
    ['window', { code: 'SUPERVISION' }, 'PURPOSE_NOT_YOURS'],
    ['window', { code: 'CASE_HANDLING' }, 'CASE_NOT_NAMED'],
    ['window', { code: 'CASE_HANDLING', case: 'GJ990100-2026-999999' }, 'CASE_NOT_NAMED'],
    ['supervisor', 'NONE', 'PURPOSE_NOT_STATED'],
    ['mediator', 'NONE', 'PURPOSE_NOT_STATED'],
  ])('are withheld from the %s who states %j: %s', async (persona, purpose, refusal) => {
    const seen = await applicant(persona, ofWei, purpose);

    expect(seen).toMatchObject({ name: null, residentId: null, phone: null });
    expect(seen.access).toMatchObject({ identity: { allowed: false, refusal }, contact: { allowed: false, refusal } });
    expect(seen.access.identity.remedy?.en).toContain('onedoor-purpose');
  });

  it('are withheld when the case that is named is another person’s', async () => {
    const seen = await applicant('window', ofWei, handling(ofQin));

    expect(seen).toMatchObject({ name: null, residentId: null, phone: null });
    expect(seen.access.identity.refusal).toBe('CASE_NOT_THEIRS');
  });

  it('are shown to the window that handles the case it names, by its number or its id', async () => {
    for (const named of [ofWei.acceptanceNo, ofWei.id]) {
      const seen = await applicant('window', ofWei, { code: 'CASE_HANDLING', case: named });

      expect(seen).toMatchObject({ name: WEI.name, residentId: WEI.residentId, phone: WEI.phone });
      expect(seen.access.identity).toMatchObject({ allowed: true, grant: 'STATED' });
    }
  });

  it('are shown to the mediator as far as the step declares: name and telephone to call, not the number', async () => {
    const seen = await applicant('mediator', ofWei, handling(ofWei));

    expect(seen).toMatchObject({ name: WEI.name, residentId: null, phone: WEI.phone });
    expect(seen.access).toMatchObject({
      identity: { allowed: false, refusal: 'NOT_DISCLOSED' },
      contact: { allowed: true, grant: 'HANDLED' },
    });
  });

  it('are shown to the worker concerned without a word of purpose', async () => {
    const seen = await applicant('worker', ofQin, 'NONE');

    expect(seen).toMatchObject({ name: QIN.name, residentId: QIN.residentId, phone: QIN.phone });
    expect(seen.access.agencyRecords).toMatchObject({ allowed: true, grant: 'OWN' });
  });

  it('are the same under any alias', async () => {
    const { data } = await house.run<{ case: { applicant: Record<string, unknown> } }>(
      'mediator',
      'query ($id: ID!) { case(id: $id) { applicant { nameMasked: residentId phoneMasked: residentId } } }',
      { id: ofWei.id },
    );

    expect(data.case.applicant).toEqual({ nameMasked: null, phoneMasked: null });
  });
});

describe('the access ledger', () => {
  interface Entry {
    readonly decision: string;
    readonly personId: string | null;
    readonly purpose: string;
    readonly fieldClasses: readonly string[];
  }

  async function newEntries(work: () => Promise<unknown>): Promise<readonly Entry[]> {
    const all = async (): Promise<readonly Entry[]> => {
      const { data, errors } = await house.run<{ ledgerEntries: { nodes: readonly Entry[] } }>(
        'auditor',
        '{ ledgerEntries(first: 100) { nodes { decision personId purpose fieldClasses } } }',
      );
      expect(errors).toEqual([]);
      return data.ledgerEntries.nodes;
    };
    const before = await all();
    await work();
    const after = await all();
    return after.slice(0, after.length - before.length);
  }

  it('has one entry for what one request showed of one person, with all its classes', async () => {
    const entries = await newEntries(() => applicant('window', ofWei, handling(ofWei)));

    expect(entries).toMatchObject([{ decision: 'SHOWN', purpose: 'CASE_HANDLING' }]);
    expect(entries[0]?.fieldClasses).toEqual(['IDENTITY', 'CONTACT']);
  });

  it('has an entry for whoever tries with the case of another person, and none for a forgotten purpose', async () => {
    expect(await newEntries(() => applicant('window', ofWei, 'NONE'))).toEqual([]);
    expect(await newEntries(() => applicant('window', ofWei, handling(ofQin)))).toMatchObject([
      { decision: 'REFUSED', purpose: 'CASE_HANDLING' },
    ]);
  });

  it('shows nothing that it cannot keep, masked lists as ever, and goes on when it can', async () => {
    const { prisma } = house.app.database;
    const whole = () => house.run('window', WHOLE, { id: ofWei.id }, 'zh', handling(ofWei));

    await prisma.$executeRaw`ALTER TABLE ledger_entry RENAME TO ledger_entry_away`;
    const without = await whole();
    const masked = await house.run('window', '{ cases(first: 1) { nodes { applicant { nameMasked } } } }');
    await prisma.$executeRaw`ALTER TABLE ledger_entry_away RENAME TO ledger_entry`;

    expect(without.data).toBeFalsy();
    expect(without.errors).toMatchObject([{ extensions: { code: 'LEDGER_UNAVAILABLE' } }]);
    expect(JSON.stringify(without)).not.toContain(WEI.residentId);
    expect(masked.errors).toEqual([]);
    expect((await whole()).errors).toEqual([]);
  });

  it('has none for masked names in a list', async () => {
    const list = '{ cases(first: 5) { nodes { acceptanceNo applicant { nameMasked phoneMasked } } } }';

    expect(await newEntries(() => house.run('window', list))).toEqual([]);
  });
});

describe('explainAccess', () => {
  it('says of a field why it is withheld and what would help', async () => {
    const { id } = await applicant('window', ofWei, 'NONE');

    expect(await explained('window', id, 'phone')).toMatchObject({
      allowed: false,
      class: 'CONTACT',
      refusal: 'PURPOSE_NOT_STATED',
    });
    expect(await explained('window', id, 'phone', handling(ofWei))).toMatchObject({ allowed: true, grant: 'STATED' });
    expect(await explained('window', id, 'nameMasked')).toMatchObject({ allowed: true, grant: 'RECORD', class: null });
    expect(await explained('window', ofWei.id, 'form')).toMatchObject({ allowed: true, class: 'CASE_CONTENT' });
    expect(await explained('court', ofWei.id, 'form')).toBeNull();
  });

  it('answers alike for what is not theirs, not there, and no field at all', async () => {
    const { id } = await applicant('window', ofWei, 'NONE');

    expect(await explained('worker', id, 'phone')).toBeNull();
    expect(
      await explained('window', Buffer.from('psn:01990000-0000-7000-8000-00000000ffff').toString('base64url'), 'phone'),
    ).toBeNull();
    expect(await explained('window', id, 'diary')).toBeNull();
    expect(await explained('window', 'rubbish', 'phone')).toBeNull();
  });
});

describe('a case that becomes somebody else’s', () => {
  it('is confidential to a supervisor, who is told so, and no purpose any more for a window that lost it', async () => {
    const { prisma } = house.app.database;
    const lost = await opened(house, wageCase());
    const mine = { where: { acceptanceNo: lost.acceptanceNo } };
    await prisma.case.updateMany({ ...mine, data: { confidential: true } });
    expect(await explained('supervisor', lost.id, 'form')).toMatchObject({
      allowed: false,
      refusal: 'CASE_CONFIDENTIAL',
    });

    const viewer = { subject: 'persona:window', role: 'WINDOW', name: '窗口', divisionCode: '990100' } as const;
    const context = createContext(house.app, { viewer, language: 'zh', requestId: 'r', purpose: handling(lost) });
    expect((await context.statedPurpose())?.case).toBeDefined();
    await prisma.case.updateMany({ ...mine, data: { divisionCode: '450103', workplaceDivision: '450103' } });
    context.renewLoaders();
    expect((await context.statedPurpose())?.case).toBeUndefined();
  });
});

describe('what a front end may offer', () => {
  const ACCESS = `query ($id: ID!) { case(id: $id) { access { withdraw rate form { allowed grant } } referrals { status access { mutations } } } }`;

  it.each<[PersonaName, boolean, readonly string[]]>([
    ['window', true, ['recallReferral']],
    [
      'mediator',
      false,
      [
        'receiveReferral',
        'acceptReferral',
        'startReferral',
        'requestSupplement',
        'returnReferral',
        'refuseReferral',
        'completeReferral',
      ],
    ],
    ['supervisor', false, []],
  ])('to the %s is what its role may do in this state', async (persona, withdraw, mutations) => {
    const { data } = await house.run<{
      case: {
        access: { withdraw: boolean; rate: boolean };
        referrals: readonly { access: { mutations: readonly string[] } }[];
      };
    }>(persona, ACCESS, { id: ofWei.id });

    expect(data.case.access).toMatchObject({ withdraw, rate: false });
    expect(data.case.referrals[0]?.access.mutations).toEqual(mutations);
  });
});
