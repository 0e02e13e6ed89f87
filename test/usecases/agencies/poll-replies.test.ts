import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PolledMessage } from '#domain/agencies/agency-connector.ts';
import { AgencyUnavailableError } from '#domain/agencies/agency-errors.ts';
import type { Stores } from '#domain/stores.ts';
import { pollReplies } from '#usecases/agencies/poll-replies.ts';
import { type FakeAgency, fakeAgency, messageOf } from '../support/fake-agency.ts';
import { openStage, type Stage } from '../support/stage.ts';

describe('reading the answers of an agency that is polled', () => {
  let stage: Stage;
  let union: FakeAgency;
  let asked: (string | undefined)[];

  beforeAll(async () => {
    union = fakeAgency();
    stage = await openStage([union]);
  });
  afterAll(() => stage.close());
  beforeEach(async () => {
    asked = [];
    await stage.app.database.prisma.inboundMessage.deleteMany();
    await stage.app.database.prisma.agency.update({ where: { code: 'union' }, data: { pollCursor: null } });
    serve(Array.from({ length: 5 }, (_, index) => ({ messageId: `r-${index + 1}`, body: messageOf(`!${index + 1}`) })));
  });

  /** Two a page; the cursor is the number of messages read. */
  function serve(all: readonly PolledMessage[]): void {
    union.readPage = (cursor) => {
      asked.push(cursor);
      const from = Number(cursor ?? 0);
      const page = all.slice(from, from + 2);
      return { messages: page, nextCursor: String(from + page.length), hasMore: from + page.length < all.length };
    };
  }

  const stored = async () =>
    (await stage.app.database.prisma.inboundMessage.findMany({ orderBy: { id: 'asc' } })).map(
      ({ messageId }) => messageId,
    );
  const cursor = () => stage.app.dependencies.stores.agencies.pollCursor(union.code);

  it('reads page after page and goes on where it stopped', async () => {
    await stage.app.system.pollReplies(union.code);
    await stage.app.system.pollReplies(union.code);

    expect(asked).toEqual([undefined, '2', '4', '5']);
    expect(await stored()).toEqual(['r-1', 'r-2', 'r-3', 'r-4', 'r-5']);
  });

  it.each([
    [
      'before the cursor moved',
      (tx: Stores): Stores => ({
        ...tx,
        agencies: { ...tx.agencies, movePollCursor: () => Promise.reject(new Error('killed')) },
      }),
    ],
    [
      'after the first message',
      (tx: Stores): Stores => ({
        ...tx,
        inbox: {
          ...tx.inbox,
          store: async (message) => {
            if (message.messageId.endsWith('2')) throw new Error('killed');
            return tx.inbox.store(message);
          },
        },
      }),
    ],
  ])('loses and doubles nothing when it dies %s', async (_when, spoil) => {
    const { dependencies } = stage.app;
    const dying = {
      ...dependencies,
      unitOfWork: {
        run: <Result>(work: (tx: Stores) => Promise<Result>) => dependencies.unitOfWork.run((tx) => work(spoil(tx))),
      },
    };

    await expect(pollReplies(dying, union.code)).rejects.toThrow('killed');
    const afterDeath = { stored: await stored(), cursor: await cursor() };
    await stage.app.system.pollReplies(union.code);

    expect(afterDeath).toEqual({ stored: [], cursor: undefined });
    expect(await stored()).toEqual(['r-1', 'r-2', 'r-3', 'r-4', 'r-5']);
    expect(await cursor()).toBe('5');
  });

  it('doubles nothing when two processes read at the same moment', async () => {
    const other = await stage.secondApp();

    await Promise.all([stage.app, other, stage.app, other].map((app) => app.system.pollReplies(union.code)));
    await stage.app.system.pollReplies(union.code);

    expect((await stored()).toSorted()).toEqual(['r-1', 'r-2', 'r-3', 'r-4', 'r-5']);
    expect(await cursor()).toBe('5');
  });

  it('keeps what it has when the agency goes away in the middle, and reads the rest later', async () => {
    const read = union.readPage;
    union.readPage = (from) => {
      if (from === '2') throw new AgencyUnavailableError('SERVER_ERROR', 'down');
      return read(from);
    };

    expect(await stage.app.system.pollReplies(union.code)).toBe(2);
    union.readPage = read;
    await stage.app.system.pollReplies(union.code);

    expect(await stored()).toEqual(['r-1', 'r-2', 'r-3', 'r-4', 'r-5']);
  });

  it('reads on past a message id that comes again with other content, and keeps the first', async () => {
    await stage.app.system.receiveWebhook('union', { headers: { id: 'r-1' }, body: messageOf('!other') });

    await stage.app.system.pollReplies(union.code);

    expect(await stored()).toEqual(['r-1', 'r-2', 'r-3', 'r-4', 'r-5']);
    expect((await stage.app.database.prisma.inboundMessage.findFirstOrThrow({ where: { messageId: 'r-1' } })).via).toBe(
      'WEBHOOK',
    );
  });

  it('does not read for ever when an agency always has more', async () => {
    let pages = 0;
    union.readPage = () => ({ messages: [], nextCursor: `page-${++pages}`, hasMore: true });

    await stage.app.system.pollReplies(union.code);

    expect(pages).toBe(20);
  });
});
