import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Disclosure } from '#domain/access/disclosure.ts';
import type { Viewer } from '#domain/access/viewer.ts';
import { agencyCode } from '#domain/agencies/agency-code.ts';
import { recordDisclosures } from '#usecases/access/record-disclosures.ts';
import { buildTestApp, type TestApp } from '../../support/build-test-app.ts';
import { QIN, WEI, wageCase } from '../support/case-inputs.ts';
import { type CaseSeen, opened } from '../support/case-operations.ts';

/** Whoever the token `worker` names. */
const ME = '01990000-0000-7000-8000-000000000001';

const CLERK: Viewer = {
  subject: 'clerk-7',
  role: 'WINDOW',
  name: '韦志强',
  divisionCode: '990101',
  actsFor: { agencyCode: agencyCode('union'), roles: ['UNION_WINDOW'] },
};
const JUDGE: Viewer = {
  subject: 'judge-1',
  role: 'AGENCY',
  name: '李法官',
  divisionCode: '990101',
  actsFor: { agencyCode: agencyCode('court'), roles: ['COURT_FILING'] },
};

const ACCESS_LOG = /* GraphQL */ `
  query ($first: Int, $after: String) {
    accessLog(first: $first, after: $after) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        id
        at
        decision
        viewer {
          agency {
            name {
              zh
            }
          }
          role
          roleLabel {
            zh
            en
          }
          place {
            zh
            en
          }
          pseudonym
          isYou
        }
        purpose {
          code
          label {
            zh
            en
          }
        }
        fieldClasses {
          class
          label {
            zh
            en
          }
        }
        sourceAgency {
          code
        }
        case {
          acceptanceNo
        }
        aboutYou
      }
    }
  }
`;

interface Look {
  readonly id: string;
  readonly at: string;
  readonly viewer: { readonly pseudonym: string; readonly isYou: boolean };
  readonly case: { readonly acceptanceNo: string } | null;
  readonly aboutYou: boolean;
}

interface Log {
  readonly totalCount: number;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
  readonly nodes: readonly Look[];
}

let house: TestApp;
let mine: CaseSeen;
let foreign: CaseSeen;
/** Its applicant. */
let other: string;

beforeAll(async () => {
  house = await buildTestApp();
  mine = await opened(house, wageCase({ applicant: QIN }));
  foreign = await opened(house, wageCase({ applicant: WEI }));
  const stored = await house.app.database.prisma.case.findUniqueOrThrow({ where: { id: rowId(foreign) } });
  other = stored.applicantId;
});
afterAll(() => house.close());

/** Entries of one test are later than those of the one before. */
beforeEach(() => house.clock.forward(1));

function rowId({ id }: { readonly id: string }): string {
  return Buffer.from(id, 'base64url').toString().split(':')[1] ?? '';
}

function record(viewer: Viewer, ...disclosures: readonly Partial<Disclosure>[]): Promise<void> {
  return recordDisclosures(
    house.app.dependencies,
    viewer,
    { requestId: 'request', operation: 'Look' },
    disclosures.map((each) => ({ fieldClasses: ['IDENTITY'], purpose: 'CASE_HANDLING', ...each })),
  );
}

async function log(variables: { first?: number; after?: string } = {}): Promise<Log> {
  const { data, errors } = await house.run<{ accessLog: Log }>('worker', ACCESS_LOG, variables);
  expect(errors).toEqual([]);
  return data.accessLog;
}

describe('accessLog', () => {
  it('tells the worker who looked, from where, why and at what, in both languages, and names no clerk', async () => {
    await record(CLERK, { personId: ME, caseId: rowId(mine), fieldClasses: ['CONTACT', 'CASE_CONTENT'] });

    const { nodes } = await log({ first: 1 });

    expect(nodes).toEqual([
      {
        id: expect.any(String),
        at: house.clock.now().toISOString(),
        decision: 'SHOWN',
        viewer: {
          agency: { name: { zh: '桂江市总工会' } },
          role: 'WINDOW',
          roleLabel: { zh: '受理窗口', en: 'Service window' },
          place: { zh: '青榕区', en: expect.stringContaining('Qingrong') },
          pseudonym: expect.stringMatching(/^[0-9A-F]{8}$/),
          isYou: false,
        },
        purpose: { code: 'CASE_HANDLING', label: { zh: '办理案件', en: 'handling a case' } },
        fieldClasses: [
          { class: 'CONTACT', label: { zh: '联系方式', en: 'Contact details' } },
          { class: 'CASE_CONTENT', label: { zh: '诉求内容', en: 'Content of the request' } },
        ],
        sourceAgency: null,
        case: { acceptanceNo: mine.acceptanceNo },
        aboutYou: true,
      },
    ]);
    expect(JSON.stringify(nodes)).not.toMatch(/韦志强|clerk-7/);
  });

  it('shows that somebody else of one’s case was looked at, and not who', async () => {
    await record(CLERK, { personId: other, caseId: rowId(mine), fieldClasses: ['IDENTITY'] });

    const { nodes } = await log({ first: 1 });

    expect(nodes[0]).toMatchObject({ aboutYou: false, case: { acceptanceNo: mine.acceptanceNo } });
    expect(JSON.stringify(nodes)).not.toContain(other);
  });

  it('shows a look in the course of somebody else’s case without naming that case', async () => {
    await record(CLERK, { personId: ME, caseId: rowId(foreign) });

    const { nodes } = await log({ first: 1 });

    expect(nodes[0]).toMatchObject({ aboutYou: true, case: null });
    expect(JSON.stringify(nodes)).not.toContain(foreign.acceptanceNo);
  });

  it('shows nothing of looks at others', async () => {
    const before = (await log()).nodes.map(({ id }) => id);

    await record(CLERK, { personId: other, caseId: rowId(foreign) }, { personId: other });

    expect((await log()).nodes.map(({ id }) => id)).toEqual(before);
  });

  it('shows looks at entries that were linked with one’s own', async () => {
    const { prisma } = house.app.database;
    await record(CLERK, { personId: other });
    const [newest] = (await log({ first: 1 })).nodes;
    await prisma.personLink.create({
      data: {
        id: house.app.dependencies.ids.next(),
        keepId: other,
        mergeId: ME,
        status: 'LINKED',
        reasonSealed: new Uint8Array(),
        linkedBy: 'test',
        linkedAt: house.clock.now(),
      },
    });

    const [linked] = (await log({ first: 1 })).nodes;
    await prisma.personLink.deleteMany();

    expect(linked?.id).not.toBe(newest?.id);
    expect(linked).toMatchObject({ at: house.clock.now().toISOString(), aboutYou: true });
  });

  it('tells one’s own looks from those of others, and one clerk from another', async () => {
    await record(CLERK, { personId: ME });
    await record(JUDGE, { personId: ME, sourceAgency: agencyCode('court'), decision: 'REFUSED' });
    await record({ ...CLERK, subject: 'persona:worker', role: 'WORKER', actsFor: undefined }, { personId: ME });
    await record(CLERK, { personId: ME });

    const { nodes } = await log({ first: 4 });

    const names = nodes.map(({ viewer }) => viewer.pseudonym);
    expect(new Set(names).size).toBe(3);
    expect(nodes.filter(({ viewer }) => viewer.isYou)).toHaveLength(1);
    expect(nodes.find((node) => 'decision' in node && node.decision === 'REFUSED')).toMatchObject({
      viewer: { agency: { name: { zh: expect.stringContaining('法院') } } },
      sourceAgency: { code: 'court' },
    });
  });

  it('pages newest first, each look once, while others look', async () => {
    await record(CLERK, ...Array.from({ length: 5 }, () => ({ personId: ME, caseId: rowId(mine) })));
    const whole = (await log({ first: 100 })).nodes.map(({ id }) => id);

    const paged: string[] = [];
    let after: string | undefined;
    for (let more = true; more;) {
      const page = await log({ first: 2, ...(after !== undefined && { after }) });
      paged.push(...page.nodes.map(({ id }) => id));
      more = page.pageInfo.hasNextPage;
      after = page.pageInfo.endCursor;
      house.clock.forward(1);
      await record(CLERK, { personId: ME });
    }

    expect(paged).toEqual(whole);
    const { totalCount, nodes } = await log({ first: 100 });
    expect(totalCount).toBe(nodes.length);
    expect(nodes.map(({ at }) => at)).toEqual(
      nodes
        .map(({ at }) => at)
        .toSorted()
        .toReversed(),
    );
  });

  it('costs as many statements for a hundred looks as for one', async () => {
    await record(CLERK, ...Array.from({ length: 30 }, () => ({ personId: ME, caseId: rowId(mine) })));
    await log({ first: 1 });
    house.takeQueryCount();
    await log({ first: 1 });
    const forOne = house.takeQueryCount();

    await log({ first: 100 });

    expect(house.takeQueryCount()).toBeLessThanOrEqual(forOne);
  });

  it('is found again by its global id, by whom it is about alone', async () => {
    await record(CLERK, { personId: ME }, { personId: other });
    const [mineId] = (await log({ first: 1 })).nodes.map(({ id }) => id);
    const { data } = await house.run<{ ledgerEntries: { nodes: readonly { id: string; personId: string }[] } }>(
      'auditor',
      '{ ledgerEntries(first: 2) { nodes { id personId } } }',
    );
    const others = data.ledgerEntries.nodes.filter(({ personId }) => rowId({ id: personId }) === other);
    const asRecord = others.map((each) => Buffer.from(`acr:${rowId(each)}`).toString('base64url'));

    const node = async (as: 'worker' | 'window', id: string | undefined) =>
      (await house.run<{ node: object | null }>(as, 'query ($id: ID!) { node(id: $id) { __typename id } }', { id }))
        .data.node;

    expect(await node('worker', mineId)).toEqual({ __typename: 'AccessRecord', id: mineId });
    expect(asRecord).toHaveLength(1);
    expect(await node('worker', asRecord[0])).toBeNull();
    expect(await node('window', mineId)).toBeNull();
  });
});
