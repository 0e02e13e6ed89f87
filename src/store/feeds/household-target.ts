import type { FeedFile } from '#domain/feeds/feed-file.ts';
import type { HouseholdFeedRow } from '#domain/feeds/household-feed.ts';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';
import { uuidV7Ids } from '#platform/ids.ts';
import type { CopyTransaction } from '#store/feeds/copy-connections.ts';
import type { FeedTarget, RecordTaker } from '#store/feeds/feed-target.ts';
import { type HashedHousehold, hashHousehold, type KnownHousehold, lookUp } from '#store/feeds/household-look-up.ts';
import { type Newcomers, newcomers } from '#store/feeds/household-newcomers.ts';
import { enterPeople, type PlacedHousehold, putLeads, takeAway } from '#store/feeds/household-writes.ts';
import { type LastOfEach, lastOfEach } from '#store/feeds/last-of-each.ts';

/**
 * Applicant households into leads, with the same end as a pushed one (usecases/feeds/import-households.ts). A number that
 * somebody carries under the same name, or nobody who looks the same, goes with all others of its chunk: two statements
 * ask by blind index, two write. Every other row is taken as a pushed one is, in the same transaction.
 */
export function createHouseholdTarget(crypto: CryptoProvider): FeedTarget<HouseholdFeedRow> {
  return {
    feed: 'households',
    prepare(rows, file, at) {
      const lasts = lastOfEach(rows, keyOf);
      const hashed = lasts.flatMap((last) => (last.stated ? [hashHousehold(last, last.stated, crypto)] : []));
      const tombstones = lasts.filter(({ stated }) => !stated);
      return async (tx, taker) => {
        const put = await putHouseholds(tx, crypto, hashed, file, at, taker);
        const taken = await takeAway(tx, [...tombstones, ...put.takenBack], file, at);
        // Came and went within the chunk: nobody has missed it.
        const cameAndWent = new Set(put.takenBack.map(({ rowNumber }) => rowNumber));
        const unknown = taken.refused.filter(({ rowNumber }) => !cameAndWent.has(rowNumber));
        await taker.supersede([...put.settled, ...[...tombstones, ...put.takenBack].map(({ last }) => keyOf(last))]);
        return {
          // A row that a later one of the same chunk replaced was taken, too.
          accepted: put.accepted + rows.length - lasts.length,
          deleted: put.gone + taken.deleted,
          unchanged: put.unchanged + tombstones.length + put.takenBack.length - taken.deleted - unknown.length,
          inReview: put.inReview,
          refused: [...put.refused, ...unknown],
        };
      };
    },
  };
}

/** As domain/registry/match-review.ts names the record. */
function keyOf({ applicationNo, category }: Pick<HouseholdFeedRow, 'applicationNo' | 'category'>): string {
  return `${applicationNo}/${category}`;
}

interface Refused {
  readonly rowNumber: number;
  readonly field: string;
  readonly reason: string;
}

interface Put {
  readonly accepted: number;
  readonly gone: number;
  readonly unchanged: number;
  readonly inReview: number;
  readonly refused: readonly Refused[];
  /** Keys of what nobody need be asked about. */
  readonly settled: readonly string[];
  /** Stated and taken back in one chunk, without anybody having been asked whose it was. */
  readonly takenBack: readonly LastOfEach<HouseholdFeedRow>[];
}

async function putHouseholds(
  tx: CopyTransaction,
  crypto: CryptoProvider,
  hashed: readonly HashedHousehold[],
  file: FeedFile,
  at: Date,
  taker: RecordTaker,
): Promise<Put> {
  const { placed, toAsk, refused, older } = sortOut(hashed, await lookUp(tx, hashed, file));
  await enterPeople(tx, crypto, placed, at);
  const { changed, gone } = await putLeads(tx, crypto, placed, file, at);
  const asked = await ask(toAsk, taker);
  return {
    accepted: changed + asked.leads.length,
    gone,
    unchanged: placed.length - changed - gone + older,
    inReview: asked.inReview,
    refused: [...refused, ...asked.refused],
    settled: [...placed.map(({ content }) => keyOf(content)), ...asked.leads],
    takenBack: asked.takenBack,
  };
}

interface Sorted {
  readonly placed: readonly PlacedHousehold[];
  readonly toAsk: readonly HashedHousehold[];
  readonly refused: readonly Refused[];
  /** Rows of which something newer is known already. */
  readonly older: number;
}

function sortOut(hashed: readonly HashedHousehold[], known: ReadonlyMap<number, KnownHousehold>): Sorted {
  const placed: PlacedHousehold[] = [];
  const toAsk: HashedHousehold[] = [];
  const refused: Refused[] = [];
  const entered = newcomers();
  let older = 0;
  for (const each of hashed) {
    const found = known.get(each.rowNumber);
    const person = found?.divisionKnown ? personOf(each, found, entered) : undefined;
    if (!found?.divisionKnown)
      refused.push({ rowNumber: each.rowNumber, field: '行政区划', reason: 'DIVISION_UNKNOWN' });
    else if (person) placed.push({ ...person, leadId: found.leadId ?? uuidV7Ids.next() });
    else if (found.newer) older += 1;
    else toAsk.push(each);
  }
  return { placed, toAsk, refused, older };
}

/** In the register, or entered by an earlier row of the same chunk, or to be entered now; undefined where one has to look. */
function personOf(
  { exact, gone }: HashedHousehold,
  found: KnownHousehold,
  entered: Newcomers,
): Omit<PlacedHousehold, 'leadId'> | undefined {
  if (!exact) return undefined;
  const { content, digest } = exact;
  const place = (personId: string, isNewPerson: boolean) => ({ content, digest, gone, personId, isNewPerson });
  if (found.personId) return found.sameName ? place(found.personId, false) : undefined;
  const earlier = entered.withNumber(exact);
  if (earlier) return earlier.sameName ? place(earlier.personId, false) : undefined;
  if (found.alike || entered.hasAlike(exact)) return undefined;
  return place(entered.enter(exact), true);
}

/** One by one, each as an agency's push of the same record would end. */
async function ask(rows: readonly HashedHousehold[], taker: RecordTaker) {
  const leads: string[] = [];
  const refused: Refused[] = [];
  const takenBack: LastOfEach<HouseholdFeedRow>[] = [];
  let inReview = 0;
  for (const { rowNumber, statement, gone } of rows) {
    if (gone) {
      takenBack.push({ rowNumber, last: statement, stated: statement, gone });
      continue;
    }
    const taken = await taker.take(statement.record, rowNumber);
    if (taken.end === 'REFUSED')
      refused.push({ rowNumber, field: COLUMN_OF[taken.field] ?? taken.field, reason: taken.reason });
    else if (taken.end === 'LEAD') leads.push(keyOf(statement));
    else inReview += 1;
  }
  return { leads, refused, takenBack, inReview };
}

/** As the fields of a pushed household are called in the file. */
const COLUMN_OF: Readonly<Record<string, string>> = {
  name: '职工姓名',
  residentId: '身份证号',
  divisionCode: '行政区划',
};
