import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PersonaName } from '#app/personas.ts';
import { localDate, startOfLocalDay } from '#domain/referrals/local-date.ts';
import { effectKeyOf } from '#domain/referrals/referral.ts';
import { ledgerAgency } from '../../usecases/support/ledger-agency.ts';
import { openStage, type Stage } from '../../usecases/support/stage.ts';

const DAY = localDate('2026-03-10');
const union = ledgerAgency();
let stage: Stage;

beforeAll(async () => {
  stage = await openStage([union], { now: new Date('2026-03-20T02:00:00Z') });
});
afterAll(() => stage.close());

const prisma = () => stage.app.database.prisma;

beforeEach(async () => {
  stage.clock.set(new Date('2026-03-20T02:00:00Z'));
  union.held = [];
  await prisma().reconciliationItem.deleteMany();
  await prisma().reconciliationRun.deleteMany();
  await prisma().effect.updateMany({ data: { status: 'DELIVERED', finishedAt: new Date('2020-01-01') } });
});

async function delivered(): Promise<string> {
  const { effectId, referralId } = await stage.openMediation();
  await stage.app.system.dispatchEffect(effectId);
  await prisma().effect.update({ where: { id: effectId }, data: { finishedAt: startOfLocalDay(DAY) } });
  union.held.push({ key: effectKeyOf(effectId), status: 'RECEIVED', references: [], at: startOfLocalDay(DAY) });
  return referralId;
}

const RECONCILE = /* GraphQL */ `
  mutation ($input: ReconcileAgencyInput!) {
    reconcileAgency(input: $input) {
      replayed
      reconciliation {
        id
        status
        agency {
          code
        }
      }
      userErrors {
        code
        path
      }
    }
  }
`;

interface Reconciled {
  readonly reconcileAgency: {
    readonly replayed: boolean;
    readonly reconciliation: { readonly id: string; readonly status: string } | null;
    readonly userErrors: readonly { readonly code: string; readonly path: readonly string[] }[];
  };
}

async function reconcile(as: PersonaName, input: object = {}) {
  const answer = await stage.run<Reconciled>(as, RECONCILE, {
    input: { idempotencyKey: randomUUID(), agency: 'union', day: DAY, ...input },
  });
  expect(answer.errors).toEqual([]);
  for (const { id } of await stage.app.system.offerDueReconciliations(10, 0)) await stage.app.system.reconcileDay(id);
  return answer.data.reconcileAgency;
}

const RUNS = /* GraphQL */ `
  query ($from: LocalDate, $to: LocalDate) {
    reconciliations(agency: "union", from: $from, to: $to) {
      totalCount
      nodes {
        status
        day
        requestedBy
        ours {
          count
          digest
        }
        theirs {
          count
          digest
        }
        differences
        nextAttemptAt
      }
    }
  }
`;

const ITEMS = /* GraphQL */ `
  query ($state: [ReconciliationItemState!]) {
    reconciliationItems(state: $state) {
      nodes {
        id
        kind
        owner
        state
        ageDays
        resolution
        resolvedBy
        note
        agency {
          code
        }
        referral {
          status
        }
        ours {
          status
        }
        theirs {
          status
        }
      }
    }
  }
`;

interface Item {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly ageDays: number;
  readonly note: string | null;
}

async function items(as: PersonaName, state?: readonly string[]): Promise<readonly Item[]> {
  const { data, errors } = await stage.run<{ reconciliationItems: { nodes: readonly Item[] } }>(as, ITEMS, { state });
  expect(errors).toEqual([]);
  return data.reconciliationItems.nodes;
}

const RESOLVE = /* GraphQL */ `
  mutation ($input: ResolveReconciliationItemInput!) {
    resolveReconciliationItem(input: $input) {
      replayed
      item {
        state
        resolution
        resolvedBy
        note
      }
      userErrors {
        code
        path
      }
    }
  }
`;

async function resolve(as: PersonaName, input: object) {
  const { data, errors } = await stage.run<{ resolveReconciliationItem: object }>(as, RESOLVE, {
    input: { idempotencyKey: randomUUID(), resolution: 'AGENCY_CORRECTED', note: '对方已补录', ...input },
  });
  expect(errors).toEqual([]);
  return data.resolveReconciliationItem;
}

describe('reconcileAgency', () => {
  it('has the day compared, and both sides are shown with their digests', async () => {
    await delivered();

    const { reconciliation } = await reconcile('operator');
    const { data } = await stage.run<{ reconciliations: { nodes: readonly { ours: object; theirs: object }[] } }>(
      'auditor',
      RUNS,
      { from: DAY, to: DAY },
    );

    expect(reconciliation).toMatchObject({ status: 'DUE', agency: { code: 'union' } });
    const [run] = data.reconciliations.nodes;
    expect(run).toMatchObject({ status: 'AGREED', day: DAY, requestedBy: 'persona:operator', nextAttemptAt: null });
    expect(run?.ours).toEqual({ count: 1, digest: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(run?.theirs).toEqual(run?.ours);
  });

  it('is done once per key', async () => {
    const idempotencyKey = randomUUID();

    const first = await reconcile('operator', { idempotencyKey });
    const again = await reconcile('operator', { idempotencyKey });

    expect(again).toMatchObject({ replayed: true, reconciliation: { id: first.reconciliation?.id } });
    expect(await prisma().reconciliationRun.count()).toBe(1);
  });

  it.each([
    [{ agency: 'township' }, 'AGENCY_KEEPS_NO_LEDGER', ['agency']],
    [{ agency: 'nobody' }, 'NOT_FOUND', ['agency']],
    [{ day: '2026-03-21' }, 'DATE_INVALID', ['day']],
  ])('refuses %j with %s', async (input, code, path) => {
    expect(await reconcile('operator', input)).toMatchObject({ reconciliation: null, userErrors: [{ code, path }] });
  });
});

describe('reconciliationItems', () => {
  it('show what differs, whose it is and how old it is', async () => {
    await delivered();
    union.held.splice(0);
    await reconcile('supervisor');
    stage.clock.forward(4);

    expect(await items('operator')).toMatchObject([
      {
        kind: 'MISSING_AT_AGENCY',
        owner: 'OPERATOR',
        state: 'OPEN',
        ageDays: 4,
        agency: { code: 'union' },
        referral: { status: 'SENT' },
        ours: { status: 'RECEIVED' },
        theirs: null,
      },
    ]);
  });

  it('belong to the division of their case: another one does not see them, nor resolves them', async () => {
    const referralId = await delivered();
    union.held.splice(0);
    await reconcile('operator');
    const [item] = await items('operator');
    const { caseId } = await prisma().referral.findUniqueOrThrow({ where: { id: referralId } });
    await prisma().case.update({
      where: { id: caseId },
      data: { divisionCode: '450103', workplaceDivision: '450103' },
    });

    expect(await items('operator')).toEqual([]);
    expect(await resolve('operator', { itemId: item?.id })).toMatchObject({
      item: null,
      userErrors: [{ code: 'NOT_FOUND' }],
    });
  });

  it('that belong to no referral of ours are for every division', async () => {
    union.held = [{ key: 'oe-nobody', status: 'RECEIVED', references: [], at: startOfLocalDay(DAY) }];
    await reconcile('operator');

    expect(await items('supervisor')).toMatchObject([{ kind: 'UNKNOWN_TO_US', referral: null, ours: null }]);
  });

  it('can be asked for by their global id', async () => {
    await delivered();
    union.held.splice(0);
    await reconcile('operator');
    const [item] = await items('operator');
    const byId = 'query ($id: ID!) { node(id: $id) { __typename id } }';

    const seen = await stage.run('operator', byId, { id: item?.id });
    const hidden = await stage.run('window', byId, { id: item?.id });

    expect(seen.data).toEqual({ node: { __typename: 'ReconciliationItem', id: item?.id } });
    expect(hidden.data).toEqual({ node: null });
  });
});

describe('resolveReconciliationItem', () => {
  async function openItem(): Promise<string> {
    await delivered();
    union.held.splice(0);
    await reconcile('operator');
    return (await items('operator', ['OPEN']))[0]?.id ?? '';
  }

  it('says what was done, by whom and why; the age stands still then', async () => {
    const itemId = await openItem();
    stage.clock.forward(2);

    const answer = await resolve('supervisor', { itemId });
    stage.clock.forward(5);

    expect(answer).toMatchObject({
      item: { state: 'RESOLVED', resolution: 'AGENCY_CORRECTED', resolvedBy: 'persona:supervisor', note: '对方已补录' },
    });
    expect(await items('operator')).toMatchObject([{ state: 'RESOLVED', ageDays: 2 }]);
  });

  it('keeps the words sealed', async () => {
    const itemId = await openItem();
    await resolve('operator', { itemId, note: '覃桂兰来电核实' });

    const [row] = await prisma().$queryRaw<{ text: string }[]>`SELECT item::text AS text FROM reconciliation_item item`;

    expect(row?.text).not.toContain('覃');
    expect(row?.text).not.toContain(Buffer.from('覃桂兰').toString('hex'));
  });

  it.each([
    [{ note: ' ' }, 'NOTE_REQUIRED'],
    [{ resolution: 'GONE' }, 'CHOICE_INVALID'],
    [{ itemId: 'bm90aGluZw' }, 'NOT_FOUND'],
  ])('refuses %j with %s', async (input, code) => {
    const itemId = await openItem();

    expect(await resolve('operator', { itemId, ...input })).toMatchObject({ item: null, userErrors: [{ code }] });
    expect(await items('operator')).toMatchObject([{ state: 'OPEN' }]);
  });

  it('is done once: the second time it is too late, and the same key gets the same answer', async () => {
    const itemId = await openItem();
    const idempotencyKey = randomUUID();
    const first = await resolve('operator', { itemId, idempotencyKey });

    expect(await resolve('operator', { itemId, idempotencyKey })).toEqual({ ...first, replayed: true });
    expect(await resolve('operator', { itemId })).toMatchObject({ userErrors: [{ code: 'TRANSITION_REFUSED' }] });
  });
});
