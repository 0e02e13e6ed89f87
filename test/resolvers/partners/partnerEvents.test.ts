import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PersonaName } from '#app/personas.ts';
import { fakeAgency } from '../../usecases/support/fake-agency.ts';
import { openStage, type Opened, type Stage } from '../../usecases/support/stage.ts';
import { changeCase, changeReferral } from '../support/change-operations.ts';

interface EventsSeen {
  readonly nodes: readonly {
    readonly id: string;
    readonly type: string;
    readonly deleted: boolean;
    readonly caseId: string;
    readonly referralId: string | null;
    readonly referral: { readonly id: string } | null;
    readonly sequence: number;
  }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly userErrors: readonly { readonly code: string; readonly remedy: string }[];
}

const EVENTS = `query ($after: String, $first: Int, $types: [PartnerEventType!], $agencyCode: String) {
  partnerEvents(after: $after, first: $first, types: $types, agencyCode: $agencyCode) {
    nodes { id type deleted caseId referralId referral { id } sequence agency { code } }
    pageInfo { hasNextPage endCursor } userErrors { code remedy } } }`;

let house: Stage;
let opened: Opened;

async function events(as: PersonaName, variables: Record<string, unknown> = {}): Promise<EventsSeen> {
  const { data, errors } = await house.run<{ partnerEvents: EventsSeen }>(as, EVENTS, variables);
  expect(errors).toEqual([]);
  return data.partnerEvents;
}

const gid = (tag: string, id: string) => Buffer.from(`${tag}:${id}`).toString('base64url');
const place = () => house.app.system.placePartnerEvents(1_000);

beforeAll(async () => {
  house = await openStage([
    fakeAgency(),
    fakeAgency({ code: 'hr-bureau', roles: ['HR_ARBITRATION', 'LABOUR_INSPECTION'] }),
  ]);
  opened = await house.openMediation();
  await changeReferral(house, 'mediator', 'completeReferral', {
    referralId: gid('ref', opened.referralId),
    outcome: 'FAILED',
  });
  await house.drain();
  await place();
});

afterAll(() => house.close());

describe('partnerEvents', () => {
  it('gives an agency what happened to its own referrals, in order, and nothing of others', async () => {
    const hr = await events('hr');

    expect(hr.nodes.map(({ type }) => type)).toEqual(['REFERRAL_DRAFTED', 'REFERRAL_DELIVERED']);
    expect(hr.nodes.map(({ sequence }) => sequence)).toEqual(
      hr.nodes.map(({ sequence }) => sequence).toSorted((a, b) => a - b),
    );
    expect(new Set(hr.nodes.map(({ caseId }) => caseId))).toEqual(new Set([gid('cas', opened.caseId)]));
    expect(hr.nodes[0]?.referral).toEqual({ id: hr.nodes[0]?.referralId });
    expect((await events('court')).nodes).toEqual([]);
  });

  it('gives the operator those of all agencies, or of one', async () => {
    const all = await events('operator', { first: 100 });
    const union = await events('operator', { first: 100, agencyCode: 'union' });

    expect(all.nodes.length).toBeGreaterThan(union.nodes.length);
    expect(union.nodes.map(({ type }) => type)).toContain('REFERRAL_COMPLETED');
  });

  it('goes on where the last page ended, page by page, to the same end', async () => {
    const whole = await events('operator', { first: 100 });
    const paged: string[] = [];
    let after: string | null = null;
    for (;;) {
      const page: EventsSeen = await events('operator', { first: 2, after });
      paged.push(...page.nodes.map(({ id }) => id));
      after = page.pageInfo.endCursor;
      if (!page.pageInfo.hasNextPage) break;
    }

    expect(paged).toEqual(whole.nodes.map(({ id }) => id));
    expect((await events('operator', { after })).nodes).toEqual([]);
    expect(after).toBe(whole.pageInfo.endCursor);
  });

  it('gives those of the types asked for only', async () => {
    expect((await events('hr', { types: ['REFERRAL_DELIVERED'] })).nodes).toMatchObject([
      { type: 'REFERRAL_DELIVERED' },
    ]);
  });

  it('is read one by one through node, by whom it concerns', async () => {
    const [first] = (await events('hr')).nodes;
    const query = 'query ($id: ID!) { node(id: $id) { id } }';

    expect((await house.run('hr', query, { id: first?.id })).data).toEqual({ node: { id: first?.id } });
    expect((await house.run('court', query, { id: first?.id })).data).toEqual({ node: null });
  });

  it('says of a case that is withdrawn that the agency has no more to do with it', async () => {
    const { endCursor } = (await events('hr')).pageInfo;
    await changeCase(house, 'window', 'withdrawCase', { caseId: gid('cas', opened.caseId), reason: '已自行解决' });
    await place();

    const after = await events('hr', { after: endCursor });

    expect(after.nodes.map(({ type, deleted }) => [type, deleted])).toEqual([
      ['CASE_WITHDRAWN', true],
      ['REFERRAL_RECALLED', true],
    ]);
    expect(JSON.stringify(after)).not.toContain('自行解决');
  });

  it('says CURSOR_EXPIRED, and what to do, to a cursor whose following events are gone', async () => {
    const first = await events('hr', { first: 1 });
    await house.app.database.prisma.$executeRaw`UPDATE partner_event SET written_at = written_at - interval '8 days'`;
    await house.app.system.sweepPartnerLog();

    const late = await events('hr', { after: first.pageInfo.endCursor });
    const anew = await events('hr');

    expect(late).toMatchObject({ nodes: [], pageInfo: { endCursor: null }, userErrors: [{ code: 'CURSOR_EXPIRED' }] });
    expect(late.userErrors[0]?.remedy).toContain('当前状态');
    expect(anew).toMatchObject({ nodes: [], userErrors: [] });
    expect((await events('hr', { after: anew.pageInfo.endCursor })).userErrors).toEqual([]);
  });

  it.each(['nonsense', gid('p', '-1'), gid('p', '1'.repeat(40)), gid('k', '1')])(
    'refuses the cursor %s as the caller’s mistake',
    async (after) => {
      const { errors } = await house.run('hr', EVENTS, { after });

      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    },
  );
});
