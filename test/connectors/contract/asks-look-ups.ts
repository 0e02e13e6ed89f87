import { describe, expect, it } from 'vitest';
import type { AgencyCall } from '#domain/agencies/agency-connector.ts';
import { requireLookUp } from '#domain/agencies/require-capability.ts';
import type { ResidentId } from '#domain/registry/resident-id.ts';
import { callWithin, rejectionOf } from '../support/calls.ts';
import type { Play } from '../support/play-server.ts';
import { halfOf, rewritten, wronglyEncoded } from '../support/samples.ts';
import type { Stage } from './stage.ts';
import type { LookUpScript } from './subject.ts';

/** Region 99, order and check character do not matter to a connector: it passes on what it was given. */
function people(count: number): ResidentId[] {
  return Array.from({ length: count }, (_, index) => `99010119900101${String(index).padStart(3, '0')}X` as ResidentId);
}

export function asksLookUp(stage: Stage, script: LookUpScript): void {
  const { encoding } = stage.subject;
  const asked = Object.keys(script.expected) as ResidentId[];

  function ask(
    ids: readonly ResidentId[],
    call: AgencyCall = callWithin(5_000),
  ): Promise<ReadonlyMap<ResidentId, unknown>> {
    return requireLookUp(stage.connector, script.subject).lookUpMany(ids, call);
  }

  describe(`asked for ${script.subject}`, () => {
    it('translates a real answer', async () => {
      stage.server.play({ body: script.found });

      const answers = await ask(asked);

      expect(Object.fromEntries(answers)).toEqual(script.expected);
    });

    it('answers nothing about people the agency does not know', async () => {
      stage.server.play({ body: script.nothing });

      expect(await ask(asked)).toEqual(new Map());
    });

    it('drops rows about people nobody asked for', async () => {
      stage.server.play({ body: script.found });
      const [first] = asked;

      const answers = await ask(asked.slice(0, 1));

      expect([...answers.keys()]).toEqual([first]);
    });

    it('asks about a full batch in one call, each person once, and keeps numbers out of the path', async () => {
      stage.server.play({ body: script.nothing });
      const { maxBatch } = requireLookUp(stage.connector, script.subject);
      const batch = people(maxBatch);

      await ask([...batch, ...batch]);

      expect(stage.server.heard).toHaveLength(1);
      const [{ path, body }] = stage.server.heard as [(typeof stage.server.heard)[number]];
      expect(batch.filter((id) => body.toString('latin1').split(id).length !== 2)).toEqual([]);
      expect(path).not.toMatch(/\d{15}/);
    });

    it('calls a batch above the limit the fault of the caller, and asks nobody', async () => {
      const { maxBatch } = requireLookUp(stage.connector, script.subject);

      const error = await rejectionOf(ask(people(maxBatch + 1)));

      expect(error).toBeInstanceOf(RangeError);
      expect(stage.server.heard).toHaveLength(0);
    });

    it('asks nobody about nobody', async () => {
      expect(await ask([])).toEqual(new Map());
      expect(stage.server.heard).toHaveLength(0);
    });

    it('recognises a person whose number was spoilt on the way', async () => {
      const [first] = asked as [ResidentId];
      const wide = [...first].map((digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)).join('');
      stage.server.play({ body: rewritten(script.found, encoding, (text) => text.replaceAll(first, wide)) });

      const answers = await ask([first]);

      expect(answers.get(first)).toEqual(script.expected[first]);
    });

    it('gives a masked answer to nobody, and does not take it for "has nothing" either', async () => {
      const [first] = asked as [ResidentId];
      const masked = `${first.slice(0, 6)}********${first.slice(-4)}`;
      stage.server.play({ body: rewritten(script.found, encoding, (text) => text.replaceAll(first, masked)) });

      expect(await rejectionOf(ask(asked))).toMatchObject({ fault: 'MALFORMED' });
    });

    it('honours the deadline', async () => {
      stage.server.play('HANG');
      const startedAt = performance.now();

      const error = await rejectionOf(ask(asked, callWithin(50)));

      expect(error).toMatchObject({ fault: 'TIMEOUT' });
      expect(performance.now() - startedAt).toBeLessThan(1_000);
    });

    it.each<[string, Play, object]>([
      ['their complaint about the question', script.refused, { fault: 'REJECTED_REQUEST' }],
      ['429', { status: 429, headers: { 'retry-after': '9' } }, { fault: 'THROTTLED', retryAfterSeconds: 9 }],
      ['500', { status: 500, body: '<html>ORA-00942</html>' }, { fault: 'SERVER_ERROR' }],
      ['no answer at all', 'HANG', { fault: 'TIMEOUT' }],
      ['a cut line', 'CUT', { fault: 'CONNECT' }],
      ['half an answer', { body: halfOf(script.found) }, { fault: 'MALFORMED' }],
      ['an empty answer', { body: '' }, { fault: 'MALFORMED' }],
      ['a login page', { body: '<html><body>请登录</body></html>' }, { fault: 'MALFORMED' }],
      ['the wrong encoding', { body: wronglyEncoded(script.found, encoding) }, { fault: 'MALFORMED' }],
    ])('names the fault of %s, without a word of its content', async (_what, play, expected) => {
      stage.server.play(play);

      const error = await rejectionOf(ask(asked));

      expect(error).toMatchObject({ name: 'AgencyUnavailableError', ...expected });
      expect(String(error)).not.toMatch(/\d{15}|覃|ORA/);
    });
  });
}
