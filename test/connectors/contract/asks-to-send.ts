import { describe, expect, it } from 'vitest';
import type { AgencyCall } from '#domain/agencies/agency-connector.ts';
import { requireCapability } from '#domain/agencies/require-capability.ts';
import type { SendOutcome } from '#domain/agencies/send-outcome.ts';
import { callWithin } from '../support/calls.ts';
import { effect } from '../support/effects.ts';
import { startPlayServer } from '../support/play-server.ts';
import type { Play } from '../support/play-server.ts';
import { halfOf, rewritten } from '../support/samples.ts';
import type { Stage } from './stage.ts';
import type { EffectScript } from './subject.ts';

export function asksToSend(stage: Stage): void {
  const { encoding, send } = stage.subject;
  const [first] = send.effects as [EffectScript, ...EffectScript[]];

  function deliver(script: EffectScript = first, call: AgencyCall = callWithin(5_000)): Promise<SendOutcome> {
    const role = stage.connector.roles[0] ?? 'UNION_AID';
    const fields = send.fields && { fields: send.fields };
    const message = effect(script.kind, { referralId: script.referralId, role, ...fields });
    return requireCapability(stage.connector, 'send')(message, script.key, call);
  }

  describe('sending', () => {
    it.each(send.effects.map((script) => [script.kind, script] as const))('delivers a %s', async (_kind, script) => {
      stage.server.play(script.play);

      const outcome = await deliver(script);

      expect(outcome).toEqual(script.expected);
      expect(stage.server.heard).toMatchObject([{ method: 'POST', path: script.path }]);
      const body = stage.server.heard[0]?.body.toString('latin1');
      expect(body).toContain(script.key);
      expect(body).toContain(script.referralId);
    });

    it('says the same in the same order when it has to say it again', async () => {
      stage.server.play(first.play);
      const message = effect('DISPATCH', {
        referralId: first.referralId,
        fields: { ...send.fields, months: 3, claim: '欠薪' },
      });
      const again = { ...message, fields: { claim: '欠薪', months: 3, ...send.fields } };

      await requireCapability(stage.connector, 'send')(message, first.key, callWithin(5_000));
      await requireCapability(stage.connector, 'send')(again, first.key, callWithin(5_000));

      const [once, twice] = stage.server.heard.map(({ body }) => body.toString('latin1').replace(/>\d{14}</, '><'));
      expect(twice).toBe(once);
    });

    it('never repeats an effect by itself', async () => {
      stage.server.play({ status: 500 });

      await deliver();

      expect(stage.server.heard).toHaveLength(1);
    });

    it('passes on a refusal with a reason of ours', async () => {
      stage.server.play(send.refused.play);

      expect(await deliver()).toEqual(send.refused.expected);
    });

    it.each((send.needsIdentity ?? true) ? ['identity number'] : [])(
      'stops where the step discloses no %s, and sends nothing',
      async () => {
        const message = effect('DISPATCH', { applicant: { name: '覃桂兰' } });

        const outcome = await requireCapability(stage.connector, 'send')(message, first.key, callWithin(5_000));

        expect(outcome).toMatchObject({ kind: 'STOPPED', fault: 'REJECTED_REQUEST' });
        expect(stage.server.heard).toHaveLength(0);
      },
    );

    it.each<[string, Play, SendOutcome | { kind: 'STOPPED'; fault: string }]>([
      ['stops when we asked wrongly', send.wronglyAsked, { kind: 'STOPPED', fault: 'REJECTED_REQUEST' }],
      ['stops when our credentials are refused', { status: 401 }, { kind: 'STOPPED', fault: 'CREDENTIALS' }],
      [
        'stops when sent elsewhere',
        { status: 307, headers: { location: '/elsewhere' } },
        { kind: 'STOPPED', fault: 'REJECTED_REQUEST' },
      ],
      [
        'may repeat after 429',
        { status: 429, headers: { 'retry-after': '9' } },
        { kind: 'RETRY', fault: 'THROTTLED', retryAfterSeconds: 9 },
      ],
      [
        'may repeat after 503 with a time',
        { status: 503, headers: { 'retry-after': '1' } },
        { kind: 'RETRY', fault: 'SERVER_ERROR', retryAfterSeconds: 1 },
      ],
      ['does not know after 503 without one', { status: 503 }, { kind: 'UNKNOWN', fault: 'SERVER_ERROR' }],
      ['does not know after 500', { status: 500 }, { kind: 'UNKNOWN', fault: 'SERVER_ERROR' }],
      ['does not know after a cut line', 'CUT', { kind: 'UNKNOWN', fault: 'CONNECT' }],
      ['does not know after silence', 'HANG', { kind: 'UNKNOWN', fault: 'TIMEOUT' }],
      [
        'does not know after half a receipt',
        { body: halfOf(first.play.body) },
        { kind: 'UNKNOWN', fault: 'MALFORMED' },
      ],
      [
        'does not know after a receipt for another referral',
        {
          ...first.play,
          body: rewritten(first.play.body, encoding, (text) => text.replace(first.referralId, 'another')),
        },
        { kind: 'UNKNOWN', fault: 'MALFORMED' },
      ],
    ])('%s', async (_what, play, expected) => {
      stage.server.play(play);

      const outcome = await deliver();

      expect(outcome).toMatchObject(expected);
      expect(JSON.stringify(outcome)).not.toMatch(/\d{15}/);
    });

    it('may repeat what met a closed door', async () => {
      await stage.server.close();

      expect(await deliver()).toMatchObject({ kind: 'RETRY', fault: 'CONNECT' });
      stage.server = await startPlayServer();
    });

    it('honours the deadline, and does not know then', async () => {
      stage.server.play('HANG');
      const startedAt = performance.now();

      const outcome = await deliver(first, callWithin(50));

      expect(outcome).toEqual({ kind: 'UNKNOWN', fault: 'TIMEOUT' });
      expect(performance.now() - startedAt).toBeLessThan(1_000);
    });

    it('stops calling an agency that keeps failing, and says so', async () => {
      stage.server.play('CUT');
      for (let time = 0; time < 5; time += 1) await deliver();
      const heardBefore = stage.server.heard.length;

      const outcome = await deliver();

      expect(outcome).toMatchObject({ kind: 'RETRY', fault: 'CIRCUIT_OPEN' });
      expect(stage.server.heard).toHaveLength(heardBefore);
      expect(stage.connector.circuit?.()).toBe('OPEN');
    });
  });
}
