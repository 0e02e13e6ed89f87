import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FEED_FILE_OPEN } from '#domain/feeds/feed-file.ts';
import { openSettlement } from '#store/settlement-store.ts';
import { continueFeedFile } from '#usecases/feeds/continue-feed-file.ts';
import { type Random, seededRandom } from '../../support/factories/identifiers.ts';
import {
  delivered,
  openSettlementStage,
  settlementLine,
  type SettlementStage,
  type Word,
} from './support/settlement-stage.ts';

/** Enrolled, known and not enrolled, under another name, masked, unknown. */
const PEOPLE: readonly Partial<Word>[] = [
  {},
  {},
  {},
  { residentId: '990101197309080022', name: '韦志强' },
  { name: '韦志强' },
  { residentId: '990101********0018', name: '覃**' },
  { residentId: '990101199901010015', name: '农不识' },
];
const SETTLEMENTS = 9;
const VISITS = 4;

const pick = <Item>(random: Random, items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;

/** Settlements of a few visits, each perhaps settled or reversed several times over, some about another visit or with other content. */
function wordsOf(random: Random): readonly Word[] {
  const settlements = Array.from({ length: SETTLEMENTS }, (_, index): Word => ({
    id: `S${index + 1}`,
    visit: `V${1 + Math.floor(random() * VISITS)}`,
    at: `2026-03-${String(2 + Math.floor(random() * 12)).padStart(2, '0')} 09:00:00`,
    amount: random() < 0.1 ? '0.00' : `${1_000 + index}.50`,
    ...pick(random, PEOPLE),
  }));
  return Array.from({ length: 24 }, (): Word => {
    const settlement = pick(random, settlements);
    const said = { ...settlement, reversed: random() < 0.35 };
    if (random() < 0.06) return { ...said, visit: 'V9' };
    return random() < 0.06 ? { ...said, amount: '77.00' } : said;
  });
}

describe('settlements said by push or by file', () => {
  let pushed: SettlementStage;
  let filed: SettlementStage;

  beforeAll(async () => {
    [pushed, filed] = await Promise.all([openSettlementStage(), openSettlementStage()]);
  });
  afterAll(() => Promise.all([pushed.close(), filed.close()]));
  beforeEach(() => Promise.all([pushed.forget(), filed.forget()]));

  async function push(words: readonly Word[]): Promise<readonly string[]> {
    const ends: string[] = [];
    for (const word of words) {
      const { status } = await pushed.inboxEnd(await (word.reversed ? pushed.reverse(word) : pushed.settle(word)));
      ends.push(status);
    }
    return ends;
  }

  /** In files and chunks of random size. */
  async function file(words: readonly Word[], random: Random): Promise<void> {
    const deps = filed.app.dependencies;
    for (let from = 0; from < words.length;) {
      const to = from + 1 + Math.floor(random() * words.length);
      const lines = words.slice(from, to).map((word) => settlementLine(word, { psn_no: `${from}` }));
      from = to;
      await filed.deliver(delivered(lines));
      await filed.app.system.collectFeedFiles();
      const { id } = await filed.newest();
      const pace = { chunkRows: 1 + Math.floor(random() * 12), chunksPerTurn: 1 + Math.floor(random() * 3) };
      for (let turn = 0; turn < 60; turn += 1) {
        await continueFeedFile(deps, id, pace);
        if (!FEED_FILE_OPEN.includes((await deps.stores.feedFiles.find(id))!.status)) break;
      }
      expect((await deps.stores.feedFiles.find(id))?.status).toBe('DONE');
    }
  }

  /** Everything but ids and when we heard of it, each settlement with its claim. */
  async function tables({ app }: SettlementStage) {
    const { prisma } = app.database;
    const claims = await prisma.case.findMany({
      where: { serviceItemCode: 'medical-mutual-aid-claim' },
      include: { events: { orderBy: { sequence: 'asc' } } },
    });
    const rows = await prisma.medicalSettlement.findMany({ orderBy: { settlementId: 'asc' } });
    return {
      claims: claims.length,
      settlements: rows.map((row) => {
        const { id: _id, receivedAt: _receivedAt, caseId, ...rest } = openSettlement(row, app.tools.crypto);
        const claim = claims.find(({ id }) => id === caseId);
        return {
          ...rest,
          claim: claim && {
            status: claim.status,
            attentionReason: claim.attentionReason,
            applicantId: claim.applicantId,
            openedAt: claim.openedAt,
            events: claim.events.map(({ type, actor }) => `${type} ${actor}`),
          },
        };
      }),
    };
  }

  async function fileCounts() {
    const files = await filed.app.database.prisma.feedFile.findMany();
    const sum = (count: 'accepted' | 'unchanged' | 'quarantined') =>
      files.reduce((total, each) => total + each[count], 0);
    return { APPLIED: sum('accepted'), SUPERSEDED: sum('unchanged'), QUARANTINED: sum('quarantined') };
  }

  it.each(Array.from({ length: 12 }, (_, index) => index + 1))(
    'end alike, however files and chunks are cut (%i)',
    async (seed) => {
      const random = seededRandom(seed);
      const words = wordsOf(random);
      const ends = await push(words);
      await file(words, random);

      expect(await tables(filed)).toEqual(await tables(pushed));
      const countOf = (wanted: string) => ends.filter((end) => end === wanted).length;
      expect(await fileCounts()).toEqual({
        APPLIED: countOf('APPLIED'),
        SUPERSEDED: countOf('SUPERSEDED'),
        QUARANTINED: countOf('QUARANTINED'),
      });
      expect(await filed.app.database.prisma.medicalSettlement.count({ where: { feedFileId: { not: null } } })).toBe(0);
    },
  );

  it.each([71, 72, 73])('end with one standing claim at most, said by both at the same time (%i)', async (seed) => {
    const words = wordsOf(seededRandom(seed)).slice(0, 16);
    const messages: string[] = [];
    for (const word of words) messages.push(await filed.receive(word.reversed ? '2208' : '2207', word));
    await filed.deliver(delivered(words.map((word) => settlementLine(word))));
    await filed.app.system.collectFeedFiles();
    const { id } = await filed.newest();
    const pace = { chunkRows: 4, chunksPerTurn: 50 };
    await Promise.all([
      continueFeedFile(filed.app.dependencies, id, pace),
      ...[0, 1, 2, 3].map(async (lane) => {
        for (const message of messages.filter((_, index) => index % 4 === lane)) await filed.apply(message);
      }),
    ]);

    const { settlements } = await tables(filed);
    expect(settlements.length).toBeGreaterThan(3);
    expect(settlements.filter(({ unfollowed }) => unfollowed)).toEqual([]);
    const standing = settlements.filter(({ status, claim }) => status === 'VALID' && claim);
    expect(new Set(standing.map(({ visitId }) => visitId)).size).toBe(standing.length);
    const claimed = settlements.filter(({ claim }) => claim);
    expect(claimed.map(({ claim }) => claim?.status)).toEqual(
      claimed.map(({ status }) => (status === 'REVERSED' ? 'WITHDRAWN' : 'IN_PROGRESS')),
    );
  });
});
