import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FeedFile } from '#domain/feeds/feed-file.ts';
import type { Yuan } from '#domain/registry/yuan.ts';
import { delivered, openSettlementStage, settlementLine, type SettlementStage } from './support/settlement-stage.ts';

describe('a file of settlements', () => {
  let stage: SettlementStage;

  beforeAll(async () => {
    stage = await openSettlementStage();
  });
  afterAll(() => stage.close());
  beforeEach(() => stage.forget());

  it('opens the claim that a push of the same would open', async () => {
    const file = await stage.take(delivered([settlementLine({ id: 'S1' })]));

    expect(file).toMatchObject({ status: 'DONE', counts: { accepted: 1, unchanged: 0, quarantined: 0 } });
    const [claim] = await stage.claims();
    expect(await stage.settlement('S1')).toEqual({ status: 'VALID', result: 'CLAIM_OPENED', caseId: claim?.id });
    expect(await stage.opened()).toMatchObject([
      {
        form: { settlementId: 'S1', visitId: 'V1', personalAmount: '8432.10', settledOn: '2026-03-10' },
        openedBy: 'agency:medical-insurance',
        openedAt: new Date('2026-03-10T03:20:15Z'),
      },
    ]);
  });

  it('changes nothing when it comes again, whether as a file or as pushes', async () => {
    const lines = [
      settlementLine({ id: 'S1' }),
      settlementLine({ id: 'S2', visit: 'V2', residentId: '990101199901010015' }),
    ];
    await stage.take(delivered(lines));
    const before = await stage.app.database.prisma.medicalSettlement.findMany({ orderBy: { id: 'asc' } });
    const again = await stage.take(delivered([...lines].reverse()));
    const push = await stage.settle({ id: 'S1' });

    expect(again.counts).toMatchObject({ accepted: 0, unchanged: 2, quarantined: 0 });
    expect(await stage.inboxEnd(push)).toEqual({ status: 'SUPERSEDED', reason: 'REPEATED' });
    expect(await stage.app.database.prisma.medicalSettlement.findMany({ orderBy: { id: 'asc' } })).toEqual(before);
    expect(await stage.claims()).toHaveLength(1);
  });

  it('changes nothing about what was pushed and reversed since', async () => {
    await stage.settle({ id: 'S1' });
    await stage.reverse({ id: 'S1' });
    const file = await stage.take(delivered([settlementLine({ id: 'S1' })]));

    expect(file.counts).toMatchObject({ unchanged: 1 });
    expect(await stage.settlement('S1')).toMatchObject({ status: 'REVERSED', result: 'CLAIM_WITHDRAWN' });
    expect(await stage.claims()).toMatchObject([{ status: 'WITHDRAWN' }]);
  });

  it('withdraws an unpaid claim, and calls a person where it was paid', async () => {
    await stage.settle({ id: 'S1' });
    await stage.settle({ id: 'S2', visit: 'V2', at: '2026-03-11 10:00:00' });
    const [, second] = await stage.claims();
    await stage.pay(second?.id ?? '', '3000.00' as Yuan);
    await stage.take(
      delivered([
        settlementLine({ id: 'S1', reversed: true }),
        settlementLine({ id: 'S2', visit: 'V2', reversed: true }),
      ]),
    );

    expect(await stage.settlement('S1')).toMatchObject({ result: 'CLAIM_WITHDRAWN' });
    expect(await stage.settlement('S2')).toMatchObject({ result: 'REVERSED_AFTER_PAYOUT' });
    expect(await stage.claims()).toMatchObject([
      { status: 'WITHDRAWN' },
      { status: 'NEEDS_ATTENTION', attentionReason: 'SOURCE_REVERSED' },
    ]);
  });

  it('acts on the rows of a visit in their order', async () => {
    await stage.take(
      delivered([
        settlementLine({ id: 'S1' }),
        settlementLine({ id: 'S1', reversed: true }),
        settlementLine({ id: 'S2', amount: '8010.55', at: '2026-03-12 09:05:00' }),
        settlementLine({ id: 'S3', at: '2026-03-13 09:05:00' }),
      ]),
    );

    expect(await stage.settlement('S1')).toMatchObject({ status: 'REVERSED', result: 'CLAIM_WITHDRAWN' });
    expect(await stage.settlement('S2')).toMatchObject({ result: 'CLAIM_OPENED' });
    expect(await stage.settlement('S3')).toMatchObject({ result: 'WAITS_FOR_REVERSAL' });
    expect(await stage.claims()).toMatchObject([{ status: 'WITHDRAWN' }, { status: 'IN_PROGRESS' }]);
  });

  /** Takes the lines while the database changes between looking up and writing, once. */
  async function takeWhile(lines: readonly string[], meanwhile: () => Promise<unknown>): Promise<FeedFile> {
    await stage.deliver(delivered(lines));
    await stage.app.system.collectFeedFiles();
    const { id } = await stage.newest();
    const query = pg.Client.prototype.query;
    let waiting = true;
    const spy = vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (
      this: pg.Client,
      ...args: unknown[]
    ): unknown {
      const sql = typeof args[0] === 'string' ? args[0] : '';
      const go = (): unknown => Reflect.apply(query, this, args);
      if (!waiting || !sql.includes('CREATE TEMP TABLE IF NOT EXISTS stage_settlement ')) return go();
      waiting = false;
      return meanwhile().then(go);
    });
    try {
      await stage.app.system.continueFeedFile(id);
    } finally {
      spy.mockRestore();
    }
    expect(waiting).toBe(false);
    return stage.newest();
  }

  it('looks again when a push has entered the same settlement meanwhile', async () => {
    const file = await takeWhile([settlementLine({ id: 'S1' })], () => stage.settle({ id: 'S1' }));

    expect(file).toMatchObject({ status: 'DONE', counts: { accepted: 0, unchanged: 1 } });
    expect(await stage.claims()).toHaveLength(1);
  });

  it('looks again when a push has changed a settlement meanwhile, and loses neither word', async () => {
    await stage.reverse({ id: 'S1' });
    await stage.settle({ id: 'S2', visit: 'V2' });
    const file = await takeWhile(
      [settlementLine({ id: 'S1' }), settlementLine({ id: 'S2', visit: 'V2', reversed: true })],
      async () => {
        await stage.settle({ id: 'S1' });
        await stage.settle({ id: 'S3', visit: 'V2', at: '2026-03-12 09:05:00' });
      },
    );

    expect(file).toMatchObject({ status: 'DONE', counts: { accepted: 1, unchanged: 1 } });
    expect(await stage.settlement('S1')).toMatchObject({ status: 'REVERSED', result: 'REVERSED', caseId: null });
    expect(await stage.settlement('S2')).toMatchObject({ result: 'CLAIM_WITHDRAWN' });
    expect(await stage.settlement('S3')).toMatchObject({ result: 'CLAIM_OPENED' });
  });

  it('makes a push look again that enters a settlement of an uncommitted chunk', async () => {
    const { promise: committed, resolve: commit } = Promise.withResolvers<void>();
    const { promise: entered, resolve: enter } = Promise.withResolvers<void>();
    const { copyConnections } = stage.app.tools;
    const chunk = copyConnections.run(async (tx) => {
      await tx.query(
        `INSERT INTO medical_settlement (id, agency_code, settlement_id, visit_id, status, result, received_at, reversed_at)
         VALUES (gen_random_uuid(), 'medical-insurance', 'S1', 'V1', 'REVERSED', 'REVERSED', '2026-03-15', '2026-03-15')`,
      );
      enter();
      await committed;
    });
    await entered;
    const push = stage.settle({ id: 'S1' });
    await vi.waitFor(async () => {
      const [waits] = await stage.app.database.prisma.$queryRaw<[{ count: number }]>`
        SELECT count(*)::int FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'`;
      expect(waits.count).toBe(1);
    });
    commit();
    await chunk;

    expect(await stage.inboxEnd(await push)).toMatchObject({ status: 'APPLIED' });
    expect(await stage.settlement('S1')).toEqual({ status: 'REVERSED', result: 'REVERSED', caseId: null });
    expect(await stage.app.database.prisma.medicalSettlement.count()).toBe(1);
  });

  it('lies in the database with its amounts sealed', async () => {
    await stage.take(delivered([settlementLine({ id: 'S1', residentId: '990101199901010015' })]));

    const rows = await stage.app.database.prisma.$queryRaw<{ row: string }[]>`
      SELECT medical_settlement::text AS row FROM medical_settlement`;
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toMatch(/8432|11000|990101199901010015|覃/);
  });
});
