import { describe, expect, it } from 'vitest';
import { AgencyMessageUnreadableError } from '#domain/agencies/agency-errors.ts';
import { requireCapability } from '#domain/agencies/require-capability.ts';
import { callWithin, rejectionOf } from '../support/calls.ts';
import type { Play } from '../support/play-server.ts';
import { halfOf, rewritten, wronglyEncoded } from '../support/samples.ts';
import type { Stage } from './stage.ts';
import type { InquireScript, MessageScript, RepliesScript } from './subject.ts';

export function asksToInquire(stage: Stage, script: InquireScript): void {
  describe('inquiring about an effect', () => {
    it('learns that the agency has it', async () => {
      stage.server.play({ body: script.recorded.body });

      const outcome = await requireCapability(stage.connector, 'inquire')(script.key, callWithin(5_000));

      expect(outcome).toEqual(script.recorded.expected);
    });

    it('learns that the agency does not have it', async () => {
      stage.server.play({ body: script.notRecorded });

      const outcome = await requireCapability(stage.connector, 'inquire')(script.key, callWithin(5_000));

      expect(outcome).toEqual({ kind: 'NOT_RECORDED' });
    });

    it.each<[string, Play, string]>([
      ['500', { status: 500 }, 'SERVER_ERROR'],
      ['503 with a time', { status: 503, headers: { 'retry-after': '1' } }, 'SERVER_ERROR'],
      ['silence', 'HANG', 'TIMEOUT'],
      ['half an answer', { body: halfOf(script.notRecorded) }, 'MALFORMED'],
      [
        'an answer about another effect',
        {
          body: rewritten(script.notRecorded, stage.subject.encoding, (text) => text.replace(script.key, 'oe-another')),
        },
        'MALFORMED',
      ],
    ])('has learnt nothing after %s', async (_what, play, fault) => {
      stage.server.play(play);

      const outcome = await requireCapability(stage.connector, 'inquire')(script.key, callWithin(5_000));

      expect(outcome).toEqual({ kind: 'UNKNOWN', fault });
    });
  });
}

export function asksToReadReplies(stage: Stage, script: RepliesScript): void {
  describe('reading answers', () => {
    it('takes a page in order and remembers where to go on', async () => {
      stage.server.play({ body: script.page });

      const page = await requireCapability(stage.connector, 'readReplies')(undefined, callWithin(5_000));

      expect(page.messages.map(({ messageId }) => messageId)).toEqual(script.messageIds);
      expect(page).toMatchObject({ nextCursor: script.nextCursor, hasMore: false });
    });

    it('finds nothing new', async () => {
      stage.server.play({ body: script.nothing });

      const page = await requireCapability(stage.connector, 'readReplies')(script.nextCursor, callWithin(5_000));

      expect(page).toEqual({ messages: [], nextCursor: script.nextCursor, hasMore: false });
      expect(stage.server.heard[0]?.body.toString('latin1')).toContain(`>${script.nextCursor}<`);
    });

    it('hands over messages that it can read itself', async () => {
      stage.server.play({ body: script.page });
      const page = await requireCapability(stage.connector, 'readReplies')(undefined, callWithin(5_000));

      const contents = page.messages.map(({ body }) => requireCapability(stage.connector, 'readMessage')(body));

      expect(contents.map(({ kind }) => kind)).toEqual(script.messageIds.map(() => 'REFERRAL_REPLY'));
    });

    it.each<[string, Play, string]>([
      ['500', { status: 500 }, 'SERVER_ERROR'],
      ['silence', 'HANG', 'TIMEOUT'],
      ['half a page', { body: halfOf(script.page) }, 'MALFORMED'],
      ['a page in the wrong encoding', { body: wronglyEncoded(script.page, stage.subject.encoding) }, 'MALFORMED'],
    ])('throws on %s, so that the cursor stays where it is', async (_what, play, fault) => {
      stage.server.play(play);

      const error = await rejectionOf(requireCapability(stage.connector, 'readReplies')(undefined, callWithin(5_000)));

      expect(error).toMatchObject({ name: 'AgencyUnavailableError', fault });
    });
  });
}

export function asksToReadMessage(stage: Stage, script: MessageScript): void {
  describe(`reading the message "${script.what}"`, () => {
    it('puts it into our words, and into the same words when it comes twice', () => {
      const read = requireCapability(stage.connector, 'readMessage');

      expect(read(script.body)).toMatchObject(script.expected);
      expect(read(script.body)).toEqual(read(script.body));
    });

    it.each<[string, (script: MessageScript) => Buffer]>([
      ['half of it', ({ body }) => halfOf(body)],
      ['nothing', () => Buffer.alloc(0)],
      ['the wrong encoding', ({ body }) => wronglyEncoded(body, stage.subject.encoding)],
      [
        'a word nobody knows',
        ({ body, word }) => rewritten(body, stage.subject.encoding, (text) => text.replaceAll(word, '覃桂兰')),
      ],
    ])('refuses %s whole, naming no content', (_what, spoil) => {
      const read = requireCapability(stage.connector, 'readMessage');

      const error = thrownBy(() => read(spoil(script)));

      expect(error).toBeInstanceOf(AgencyMessageUnreadableError);
      expect(String(error)).not.toMatch(/覃|\d{15}|7d1c/);
    });
  });
}

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('expected it to throw');
}
