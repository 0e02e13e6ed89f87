import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PersonaName, PERSONAS } from '#app/personas.ts';
import { type ClaimsOffice, openClaimsOffice } from '../../usecases/support/claims-office.ts';

const SETTLEMENTS = `query ($status: [SettlementStatus!], $result: [SettlementResult!], $first: Int, $after: String) {
  settlements(status: $status, result: $result, first: $first, after: $after) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes {
      id source { code } status result personalAmount totalAmount fundAmount settledAt reversedAt
      person { nameMasked } case { status }
    }
  }
}`;

interface Seen {
  readonly settlements: {
    readonly totalCount: number;
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
    readonly nodes: readonly {
      readonly result: string;
      readonly status: string;
      readonly personalAmount: string | null;
      readonly person: { readonly nameMasked: string } | null;
      readonly case: { readonly status: string } | null;
    }[];
  };
}

describe('the list of settlements', () => {
  let office: ClaimsOffice;

  beforeAll(async () => {
    office = await openClaimsOffice();
    // 覃桂兰 opened, 陆晓燕 not enrolled, one unknown, one that only the reversal tells of.
    await office.settle({ id: 'S1', visit: 'V1' });
    await office.settle({ id: 'S2', visit: 'V2', residentId: '990101200002290054', name: '陆晓燕' });
    await office.settle({ id: 'S3', visit: 'V3', residentId: '990101********0018', name: '覃**' });
    await office.reverse({ id: 'S4', visit: 'V4' });
  });
  afterAll(() => office.close());

  const list = async (as: PersonaName, variables: Record<string, unknown> = {}) => {
    const { data, errors } = await office.run<Seen>(as, SETTLEMENTS, variables);
    expect(errors).toEqual([]);
    return data.settlements;
  };

  it('shows the window whose they are, what was left to pay and what came of it', async () => {
    const { nodes, totalCount } = await list('window');

    expect(totalCount).toBe(4);
    expect(nodes).toMatchObject([
      { status: 'REVERSED', result: 'REVERSED', person: null, personalAmount: null, settledAt: null },
      { result: 'PERSON_UNKNOWN', person: null, personalAmount: '8432.10' },
      { result: 'NOT_ENROLLED', person: { nameMasked: '陆**' }, case: null },
      {
        source: { code: 'medical-insurance' },
        status: 'VALID',
        result: 'CLAIM_OPENED',
        settledAt: '2026-03-10T03:20:15.000Z',
        person: { nameMasked: '覃**' },
        personalAmount: '8432.10',
        totalAmount: '20000.00',
        fundAmount: '11000.00',
        case: { status: 'IN_PROGRESS' },
      },
    ]);
  });

  it('shows the worker their own, amounts included, and nobody else’s', async () => {
    const { nodes } = await list('worker');

    expect(nodes).toMatchObject([{ personalAmount: '8432.10', person: { nameMasked: '覃**' } }]);
  });

  it('shows the supervisor whose they are, and no amount', async () => {
    const { nodes } = await list('supervisor');

    expect(nodes.map(({ personalAmount }) => personalAmount)).toEqual([null, null, null, null]);
    expect(nodes.at(-1)).toMatchObject({ person: { nameMasked: '覃**' }, case: { status: 'IN_PROGRESS' } });
  });

  it('lets the operator count and nothing more', async () => {
    const { nodes, totalCount } = await list('operator', { result: ['PERSON_UNKNOWN', 'NOT_ENROLLED'] });

    expect(totalCount).toBe(2);
    for (const node of nodes) expect(node).toMatchObject({ person: null, case: null, personalAmount: null });
  });

  it('is refused to everybody else', async () => {
    const others = (Object.keys(PERSONAS) as PersonaName[]).filter(
      (name) => !['window', 'supervisor', 'worker', 'operator'].includes(name),
    );

    for (const persona of others) {
      const { errors } = await office.run(persona, SETTLEMENTS);
      expect(
        errors.map(({ extensions }) => extensions?.['code']),
        persona,
      ).toEqual(['FORBIDDEN']);
    }
  });

  it('is paged and filtered by status', async () => {
    const first = await list('window', { status: ['VALID'], first: 2 });
    const rest = await list('window', { status: ['VALID'], first: 2, after: first.pageInfo.endCursor });

    expect(first.nodes.map(({ result }) => result)).toEqual(['PERSON_UNKNOWN', 'NOT_ENROLLED']);
    expect(rest.nodes.map(({ result }) => result)).toEqual(['CLAIM_OPENED']);
    expect(rest.pageInfo.hasNextPage).toBe(false);
  });
});

describe('a person’s mutual aid', () => {
  let office: ClaimsOffice;

  beforeAll(async () => {
    office = await openClaimsOffice();
  });
  afterAll(() => office.close());

  it('stands in the register, newest period first, and costs one query for a page of people', async () => {
    const operation = `query { people(first: 20) { nodes { nameMasked mutualAidEnrolments { plan periodFrom periodTo status } } } }`;
    await office.run('window', operation.replace('mutualAidEnrolments { plan periodFrom periodTo status }', ''));
    office.takeQueryCount();
    await office.run('window', operation.replace('mutualAidEnrolments { plan periodFrom periodTo status }', ''));
    const without = office.takeQueryCount();

    const { data } = await office.run<{
      people: { nodes: { nameMasked: string; mutualAidEnrolments: { periodFrom: string; status: string }[] }[] };
    }>('window', operation);

    expect(office.takeQueryCount()).toBe(without + 1);
    expect(data.people.nodes.find(({ mutualAidEnrolments }) => mutualAidEnrolments.length > 1)).toMatchObject({
      nameMasked: '覃**',
      mutualAidEnrolments: [
        { plan: '职工医疗互助保障', periodFrom: '2027-01-01', periodTo: '2027-12-31', status: 'IN_FORCE' },
        { periodFrom: '2026-01-01', status: 'IN_FORCE' },
      ],
    });
  });
});
