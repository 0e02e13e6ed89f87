import { describe, expect, it } from 'vitest';
import type { Disclosure } from '#domain/access/disclosure.ts';
import type { LedgerEntry } from '#domain/access/ledger-entry.ts';
import type { Viewer } from '#domain/access/viewer.ts';
import { agencyCode } from '#domain/agencies/agency-code.ts';
import { uuidV7Ids } from '#platform/ids.ts';
import { recordDisclosures } from '#usecases/access/record-disclosures.ts';
import { AT, PERSON } from '../support/treacherous-table.ts';

const viewer: Viewer = {
  subject: 'clerk-7',
  role: 'WINDOW',
  name: '韦志强',
  divisionCode: '990100',
  actsFor: { agencyCode: agencyCode('union'), roles: ['UNION_WINDOW'] },
};
const shown: Disclosure = { personId: PERSON, fieldClasses: ['CONTACT'], purpose: 'CASE_HANDLING' };

async function record(
  disclosures: readonly Disclosure[],
  who = viewer,
  request: { requestId: string; operation?: string } = { requestId: 'request-1', operation: 'CaseOfToday' },
): Promise<readonly LedgerEntry[]> {
  const recorded: LedgerEntry[] = [];
  const accessLedger = { append: async (entries: readonly LedgerEntry[]) => void recorded.push(...entries) };
  await recordDisclosures({ accessLedger, clock: { now: () => AT }, ids: uuidV7Ids }, who, request, disclosures);
  return recorded;
}

describe('recording what a request shows', () => {
  it('says who, as the token did, whom, what, why, and in which request', async () => {
    const [entry] = await record([{ ...shown, sourceAgency: agencyCode('court') }]);

    expect(entry).toEqual({
      id: expect.stringMatching(/^019cac/),
      at: AT,
      viewer: { subject: 'clerk-7', role: 'WINDOW', agencyCode: 'union', divisionCode: '990100' },
      decision: 'SHOWN',
      personId: PERSON,
      fieldClasses: ['CONTACT'],
      purpose: 'CASE_HANDLING',
      sourceAgency: 'court',
      requestId: 'request-1',
      operation: 'CaseOfToday',
    });
    expect(JSON.stringify(entry)).not.toContain('韦志强');
  });

  it('gives ids that sort by the instant that was recorded', async () => {
    const [entry] = await record([shown]);

    expect(Number.parseInt(entry!.id.replaceAll('-', '').slice(0, 12), 16)).toBe(AT.getTime());
  });

  it('keeps out what would fail the entries of others beside it', async () => {
    const [entry] = await record(
      [shown],
      { ...viewer, subject: 'a\0b\ud800' },
      { requestId: 'r', operation: 'x'.repeat(9_000) },
    );

    expect(entry?.viewer.subject).toBe('ab\ufffd');
    expect(entry?.operation).toHaveLength(200);
  });

  it('records nothing where nothing is shown', async () => {
    expect(await record([])).toEqual([]);
  });

  it.each<[string, Partial<Disclosure>]>([
    ['a number instead of an id', { personId: '990101190001010000' }],
    ['neither person nor case', { personId: undefined }],
    ['no purpose', { purpose: '' }],
    ['a purpose in words', { purpose: '办理' }],
    ['no class', { fieldClasses: [] }],
  ])('refuses %s', async (_what, wrong) => {
    await expect(record([{ ...shown, ...wrong }])).rejects.toThrow(RangeError);
  });
});
