import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createConnectors, connectorSettingsShape } from '#connectors/index.ts';
import { agencyCode } from '#domain/agencies/agency-code.ts';
import type { AgencyConnector, EffectKey } from '#domain/agencies/agency-connector.ts';
import type { LedgerLine, LedgerPage } from '#domain/agencies/agency-ledger.ts';
import { requireCapability } from '#domain/agencies/require-capability.ts';
import { addDays, localDate, type LocalDate, localDateOf, startOfLocalDay } from '#domain/referrals/local-date.ts';
import type { ResidentId } from '#domain/registry/resident-id.ts';
import { type AgencyProcess, startAgency } from '../sandbox/support/start-agency.ts';
import { callWithin, rejectionOf } from './support/calls.ts';
import { connectConfigured } from './support/configured-agencies.ts';
import { effect, freshKey, freshReferralId } from './support/effects.ts';

/** Never answered by any agency, so what is listed stays as it was taken in. */
const NEVER_ANSWERED = '990101198808080064' as ResidentId;
const PAYMENT = { bankCard: '9901010000000000016', 'granted.decision': '3000.00' };
const ANCIENT = localDate('2019-05-06');

function connect(agency: string, url: string): AgencyConnector {
  const name = `${agency.toUpperCase().replaceAll('-', '_')}_URL`;
  if (agency === 'psychological-service') return connectConfigured(agency, { [name]: url });
  const settings = z.object(connectorSettingsShape).parse({ [name]: url });
  const connector = createConnectors(settings, { agencies: [], settings: {} }).get(agencyCode(agency));
  if (!connector) throw new Error(`${agency} is not connected`);
  return connector;
}

async function ledgerOf(connector: AgencyConnector, day: LocalDate): Promise<readonly LedgerLine[]> {
  const lines: LedgerLine[] = [];
  let cursor: string | undefined;
  for (;;) {
    const page: LedgerPage = await requireCapability(connector, 'readLedger')(day, cursor, callWithin(5_000));
    lines.push(...page.lines);
    if (page.nextCursor === undefined) {
      if (lines.length !== page.total) throw new Error('half a list');
      return lines;
    }
    cursor = page.nextCursor;
  }
}

describe.each(['court', 'hr-bureau', 'civil-affairs', 'legal-aid', 'psychological-service', 'bank'])(
  'the list that the simulated %s keeps of what it holds of ours',
  (code) => {
    let agency: AgencyProcess;
    let connector: AgencyConnector;

    beforeAll(async () => {
      agency = await startAgency(code);
    });

    beforeEach(async () => {
      await agency.control('behaviour', { mode: 'normal' });
      await agency.control('ledger', { fault: 'NONE' });
      connector = connect(code, agency.url);
    });

    afterEach(() => connector.close());
    afterAll(() => agency.dispose());

    async function send(kind: 'DISPATCH' | 'RECALL', referralId: string, key: EffectKey = freshKey()) {
      const applicant = { name: '农秀英', residentId: NEVER_ANSWERED };
      const role = connector.roles[0] ?? 'COURT_FILING';
      return requireCapability(connector, 'send')(
        effect(kind, { referralId, role, applicant, ...(code === 'bank' && { fields: PAYMENT }) }),
        key,
        callWithin(5_000),
      );
    }

    async function today(referralId: string): Promise<readonly LedgerLine[]> {
      // A test that runs at midnight finds its record on one of two days.
      const day = localDateOf(new Date());
      const lines = [...(await ledgerOf(connector, addDays(day, -1))), ...(await ledgerOf(connector, day))];
      return lines.filter((line) => line.referralId === referralId);
    }

    it('has what was delivered, in our words, under our key and its own number', async () => {
      const [referralId, key] = [freshReferralId(), freshKey()];
      const sent = await send('DISPATCH', referralId, key);

      const lines = await today(referralId);

      expect(lines).toMatchObject([{ key, referralId, status: 'RECEIVED', at: expect.any(Date) }]);
      expect(lines[0]?.references).toContain('agencyReference' in sent ? sent.agencyReference : undefined);
    });

    it('says of a recalled matter and of the recall that it is recalled', async () => {
      const referralId = freshReferralId();
      await send('DISPATCH', referralId);
      await send('RECALL', referralId);

      expect((await today(referralId)).map(({ status }) => status)).toEqual(['RECALLED', 'RECALLED']);
    });

    it('puts what came in the last second before midnight in Beijing on the day that ends', async () => {
      const referralId = freshReferralId();
      await send('DISPATCH', referralId);
      const midnight = startOfLocalDay(ANCIENT);
      await agency.control('ledger', {
        fault: 'MOVE',
        referralId,
        at: new Date(midnight.getTime() - 1000).toISOString(),
      });

      const [before, after] = [await ledgerOf(connector, addDays(ANCIENT, -1)), await ledgerOf(connector, ANCIENT)];

      expect(before.map((line) => line.referralId)).toEqual([referralId]);
      expect(after).toEqual([]);
    });

    it('puts what came in a summer of two clocks on the day of Beijing time as everybody counts it now', async () => {
      const referralId = freshReferralId();
      await send('DISPATCH', referralId);
      await agency.control('ledger', { fault: 'MOVE', referralId, at: '1988-07-01T16:30:00Z' });

      expect(await ledgerOf(connector, localDate('1988-07-02'))).toMatchObject([{ referralId }]);
      expect(await ledgerOf(connector, localDate('1988-07-01'))).toEqual([]);
    });

    it('is read to the end however many pages it has', async () => {
      await agency.control('ledger', { fault: 'PHANTOM', count: 230, at: startOfLocalDay(ANCIENT).toISOString() });

      const lines = await ledgerOf(connector, ANCIENT);

      expect(new Set(lines.map(({ key }) => key)).size).toBe(230);
    });

    it('tells nothing at all in a word nobody knows', async () => {
      await agency.control('ledger', { fault: 'PHANTOM', word: '覃桂兰', at: startOfLocalDay(ANCIENT).toISOString() });

      const error = await rejectionOf(
        requireCapability(connector, 'readLedger')(ANCIENT, undefined, callWithin(5_000)),
      );

      expect(error).toMatchObject({ name: 'AgencyUnavailableError' });
      expect(String(error)).not.toContain('覃');
    });

    it.each([
      [{ mode: 'errors', status: 503 }, /SERVER_ERROR|THROTTLED/],
      [{ mode: 'hang' }, /TIMEOUT/],
      [{ mode: 'garbage' }, /MALFORMED/],
      [{ mode: 'record-then-cut' }, /CONNECT/],
    ])('throws while the agency is in trouble: %j', async (trouble, fault) => {
      await agency.control('behaviour', trouble);

      const error = await rejectionOf(
        requireCapability(connector, 'readLedger')(
          ANCIENT,
          undefined,
          callWithin(trouble.mode === 'hang' ? 150 : 5_000),
        ),
      );

      expect(error).toMatchObject({ name: 'AgencyUnavailableError', fault: expect.stringMatching(fault) });
    });
  },
);

describe('the totals that the simulated medical-insurance gives', () => {
  let agency: AgencyProcess;
  let connector: AgencyConnector;

  beforeAll(async () => {
    agency = await startAgency('medical-insurance');
    connector = connect('medical-insurance', agency.url);
  });

  afterAll(async () => {
    await connector.close();
    await agency.dispose();
  });

  it('are a count and a digest over our keys in order', async () => {
    const keys = [freshKey(), freshKey(), freshKey()];
    for (const key of keys) {
      const referralId = freshReferralId();
      const message = effect('DISPATCH', { referralId, role: 'MEDICAL_INSURANCE' });
      await requireCapability(connector, 'send')(message, key, callWithin(5_000));
      await agency.control('ledger', { fault: 'MOVE', referralId, at: startOfLocalDay(ANCIENT).toISOString() });
    }

    const totals = await requireCapability(connector, 'readLedgerTotals')(ANCIENT, callWithin(5_000));

    const expected = createHash('sha256').update(
      keys
        .toSorted()
        .map((key) => `${key}\n`)
        .join(''),
    );
    expect(totals).toEqual({ count: 3, keyDigest: expected.digest('hex') });
  });

  it('are nothing on a day without anything', async () => {
    const totals = await requireCapability(connector, 'readLedgerTotals')(localDate('2018-01-01'), callWithin(5_000));

    expect(totals).toEqual({ count: 0, keyDigest: createHash('sha256').digest('hex') });
  });
});
