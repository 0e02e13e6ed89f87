import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Viewer } from '#domain/access/viewer.ts';
import { globalId } from '#resolvers/global-id.ts';
import { recordDisclosures } from '#usecases/access/record-disclosures.ts';
import { verifyLedger } from '#usecases/access/verify-ledger.ts';
import { buildTestApp, type TestApp } from '../../support/build-test-app.ts';

const QIN = '01990000-0000-7000-8000-000000000001';
const WEI = '01990000-0000-7000-8000-000000000002';
const CASE = '01990000-0000-7000-8000-0000000000ca';
const CLERK: Viewer = { subject: 'clerk-7', role: 'WINDOW', name: '韦志强', divisionCode: '990100' };
const JUDGE: Viewer = { subject: 'judge-1', role: 'AGENCY', name: '李法官', divisionCode: '990101' };

interface Entry {
  readonly id: string;
  readonly at: string;
  readonly viewer: string;
  readonly personId: string | null;
  readonly caseId: string | null;
}

let house: TestApp;

beforeAll(async () => {
  house = await buildTestApp({ now: new Date('2026-03-02T02:00:00Z') });
  await look(CLERK, { personId: QIN });
  await look(CLERK, { personId: WEI, caseId: CASE });
  house.clock.forward(1);
  await look(JUDGE, { personId: QIN, caseId: CASE });
  await look(JUDGE, { caseId: CASE });
});
afterAll(() => house.close());

function look(viewer: Viewer, what: { personId?: string; caseId?: string }): Promise<void> {
  const disclosure = { ...what, fieldClasses: ['CASE_CONTENT', 'AGENCY_RECORD'] as const, purpose: 'CASE_HANDLING' };
  return recordDisclosures(house.app.dependencies, viewer, { requestId: 'request-1', operation: 'Look' }, [disclosure]);
}

async function entries(filter: object = {}): Promise<readonly Entry[]> {
  const { data, errors } = await house.run<{ ledgerEntries: { nodes: readonly Entry[] } }>(
    'auditor',
    `query ($filter: AccessLedgerFilter) {
      ledgerEntries(filter: $filter) {
        nodes {
          id streamId sequence hash at viewer role agencyCode divisionCode decision personId caseId fieldClasses purpose
          sourceAgency requestId operation
        }
      }
    }`,
    { filter },
  );
  expect(errors).toEqual([]);
  return data.ledgerEntries.nodes;
}

const places = (found: readonly Entry[]) => found.map((each) => ('sequence' in each ? each.sequence : undefined));

describe('ledgerEntries', () => {
  it('shows entries as they lie in the table, in ids and codes alone', async () => {
    const [newest] = await entries();

    expect(newest).toEqual({
      id: expect.any(String),
      streamId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      sequence: 4,
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      at: '2026-03-03T02:00:00.000Z',
      viewer: 'judge-1',
      role: 'AGENCY',
      agencyCode: null,
      divisionCode: '990101',
      decision: 'SHOWN',
      personId: null,
      caseId: globalId('Case', CASE),
      fieldClasses: ['CASE_CONTENT', 'AGENCY_RECORD'],
      purpose: 'CASE_HANDLING',
      sourceAgency: null,
      requestId: 'request-1',
      operation: 'Look',
    });
  });

  it.each<[string, object, readonly number[]]>([
    ['everything', {}, [4, 3, 2, 1]],
    ['whom', { personId: globalId('Person', QIN) }, [3, 1]],
    ['which case', { caseId: globalId('Case', CASE) }, [4, 3, 2]],
    ['who', { viewer: 'clerk-7' }, [2, 1]],
    ['since when', { from: '2026-03-03T00:00:00Z' }, [4, 3]],
    ['until when', { to: '2026-03-03T00:00:00Z' }, [2, 1]],
    ['an instant, which does not belong to what ends with it', { to: '2026-03-02T02:00:00Z' }, []],
    ['an instant, which belongs to what begins with it', { from: '2026-03-03T02:00:00Z' }, [4, 3]],
    ['all of these', { personId: globalId('Person', QIN), viewer: 'judge-1', from: '2026-03-03T00:00:00Z' }, [3]],
    ['a time before there was one', { to: '1900-01-01T00:00:00Z' }, []],
    ['nobody there is', { personId: globalId('Person', CASE) }, []],
    ['an id that is none', { personId: 'none' }, []],
    ['an id of something else', { caseId: globalId('Person', QIN) }, []],
  ])('asked for %s finds that and nothing else', async (_what, filter, expected) => {
    expect(places(await entries(filter))).toEqual(expected);
  });
});

describe('ledgerIntegrity', () => {
  const INTEGRITY = /* GraphQL */ `
    {
      ledgerIntegrity {
        verifiedAt
        requestedBy
        streams
        entries
        tableAnchors
        fileAnchors
        findingCount
        findings {
          kind
          sequence
          until
          source
        }
      }
    }
  `;

  it('is nothing before the first verification, and then the last', async () => {
    const before = await house.run<{ ledgerIntegrity: object | null }>('auditor', INTEGRITY);

    await verifyLedger(house.app.dependencies, { requestedBy: 'test' });
    await house.app.database.prisma.$transaction([
      house.app.database.prisma.$executeRaw`SET LOCAL session_replication_role = replica`,
      house.app.database.prisma.$executeRaw`UPDATE ledger_entry SET operation = 'other' WHERE sequence = 2`,
    ]);
    house.clock.forward(1);
    await verifyLedger(house.app.dependencies, { requestedBy: 'nightly' });
    const after = await house.run<{ ledgerIntegrity: object | null }>('auditor', INTEGRITY);

    expect(before).toEqual({ data: { ledgerIntegrity: null }, errors: [] });
    expect(after.data.ledgerIntegrity).toEqual({
      verifiedAt: house.clock.now().toISOString(),
      requestedBy: 'nightly',
      streams: 1,
      entries: 4,
      tableAnchors: 0,
      fileAnchors: null,
      findingCount: 1,
      findings: [{ kind: 'ENTRY_ALTERED', sequence: 2, until: null, source: null }],
    });
  });
});
