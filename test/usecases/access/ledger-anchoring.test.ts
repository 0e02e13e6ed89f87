import { describe, expect, it } from 'vitest';
import { canonicalAnchor } from '#domain/access/ledger-canonical.ts';
import type { LedgerAnchor, LedgerPlace } from '#domain/access/ledger-entry.ts';
import { ANCHOR_GRACE_MS, createLedgerAnchoring } from '#usecases/access/ledger-anchoring.ts';
import { AT, KEYS, SILENT } from '../support/treacherous-table.ts';

const STREAM = '01990000-0000-7000-8000-00000000000a';

function open() {
  const stage = {
    heads: [] as LedgerPlace[],
    left: [] as string[],
    kept: [] as LedgerAnchor[],
    filed: [] as LedgerAnchor[],
    full: false,
    elapsed: 0,
    at(sequence: number): void {
      stage.heads = [{ streamId: STREAM, sequence, hash: new Uint8Array(32).fill(sequence) }];
    },
  };
  const anchoring = createLedgerAnchoring({
    writer: { heads: () => stage.heads, leave: (streamId) => void stage.left.push(streamId) },
    keys: KEYS,
    store: { keepAnchor: async (anchor) => void stage.kept.push(anchor) },
    file: {
      async append(anchor) {
        if (stage.full) throw new Error('no space left on device');
        stage.filed.push(anchor);
      },
      read: () => undefined,
    },
    clock: { now: () => AT },
    log: SILENT,
    elapsedMs: () => stage.elapsed,
  });
  return { stage, anchoring };
}

describe('anchoring the access ledger', () => {
  it('signs the head of a stream and keeps it in the file and in the table', async () => {
    const { stage, anchoring } = open();
    stage.at(3);

    await anchoring.anchor();

    expect(stage.filed).toEqual(stage.kept);
    const [anchor] = stage.filed;
    expect(anchor).toMatchObject({ streamId: STREAM, sequence: 3, at: AT, algorithm: 'HMAC-SHA-256' });
    expect(KEYS.isGenuine(canonicalAnchor(anchor!), anchor!)).toBe(true);
    expect(KEYS.isGenuine(canonicalAnchor({ ...anchor!, sequence: 4 }), anchor!)).toBe(false);
  });

  it('writes a line only where something was recorded since', async () => {
    const { stage, anchoring } = open();
    stage.at(3);

    await anchoring.anchor();
    await anchoring.anchor();
    stage.at(5);
    await anchoring.anchor();

    expect(stage.filed.map(({ sequence }) => sequence)).toEqual([3, 5]);
    expect(stage.left).toEqual([STREAM, STREAM]);
  });

  it('keeps nothing in the table that the file did not take, and tries again', async () => {
    const { stage, anchoring } = open();
    stage.at(3);
    stage.full = true;

    await anchoring.anchor();
    const meanwhile = stage.kept.length;
    stage.full = false;
    await anchoring.anchor();

    expect([meanwhile, stage.kept.length]).toEqual([0, 1]);
  });

  it('is overdue once nothing could be anchored for four hours, and no more when it could', async () => {
    const { stage, anchoring } = open();
    stage.at(3);
    stage.full = true;
    await anchoring.anchor();

    stage.elapsed = ANCHOR_GRACE_MS;
    await anchoring.anchor();
    const justInTime = anchoring.isOverdue();
    stage.elapsed += 1;
    const late = anchoring.isOverdue();
    stage.full = false;
    await anchoring.anchor();

    expect([justInTime, late, anchoring.isOverdue()]).toEqual([false, true, false]);
  });
});
