import { canonicalAnchor, sameBytes } from '#domain/access/ledger-canonical.ts';
import type { LedgerAnchor } from '#domain/access/ledger-entry.ts';
import type { AnchorSource, LedgerFinding } from '#domain/access/ledger-finding.ts';
import type { AnchorFile } from '#domain/access/ledger-stores.ts';
import type { Stores } from '#domain/stores.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

interface Dependencies extends Pick<UsecaseDependencies, 'ledgerKeys'> {
  readonly stores: Pick<Stores, 'accessLedger'>;
}

type Found = (finding: LedgerFinding) => void;

const PAGE = 1_000;

/** How many there are. */
export async function checkTableAnchors(deps: Dependencies, found: Found): Promise<number> {
  const check = createAnchorCheck(deps, 'TABLE', found);
  let count = 0;
  let last: LedgerAnchor | undefined;
  for (;;) {
    const page = await deps.stores.accessLedger.anchorsAfter(last, PAGE);
    await check.take(page);
    count += page.length;
    last = page.at(-1);
    if (page.length < PAGE) break;
  }
  check.end();
  return count;
}

/** How many lines it has; undefined when there is no file. */
export async function checkFileAnchors(
  deps: Dependencies,
  file: AnchorFile | undefined,
  found: Found,
): Promise<number | undefined> {
  const lines = file?.read();
  if (!lines) return undefined;
  const check = createAnchorCheck(deps, 'FILE', found);
  let count = 0;
  let page: LedgerAnchor[] = [];
  for await (const line of lines) {
    count += 1;
    if (line === 'UNREADABLE') found({ kind: 'ANCHOR_FORGED', streamId: NO_STREAM, sequence: count, source: 'FILE' });
    else if (page.push(line) === PAGE) {
      await check.take(page);
      page = [];
    }
  }
  await check.take(page);
  check.end();
  return count;
}

/** For a line of the file that is none: its number stands in the place of a sequence. */
const NO_STREAM = '00000000-0000-0000-0000-000000000000';

/**
 * Compares anchors with what stands in their places. That each entry follows from the one before has been looked at by
 * then, so the places between the anchors need no second look.
 */
function createAnchorCheck({ stores, ledgerKeys }: Dependencies, source: AnchorSource, found: Found) {
  /** One finding for each stream that was cut, and not one for each minute that is missing. */
  const cut = new Map<string, LedgerFinding>();
  const rewritten = new Map<string, LedgerFinding>();

  function compare(anchor: LedgerAnchor, present: { hash: Uint8Array | undefined; last: number } | undefined): void {
    const { streamId, sequence } = anchor;
    if (!present || (!present.hash && sequence > present.last)) {
      const until = Math.max(sequence, cut.get(streamId)?.until ?? 0);
      const from = present ? present.last + 1 : 0;
      cut.set(streamId, { kind: present ? 'TAIL_CUT' : 'STREAM_MISSING', streamId, sequence: from, until, source });
    } else if (present.hash && !sameBytes(present.hash, anchor.hash)) {
      const first = Math.min(sequence, rewritten.get(streamId)?.sequence ?? sequence);
      rewritten.set(streamId, { kind: 'ANCHOR_DIFFERS', streamId, sequence: first, source });
    }
  }

  return {
    async take(anchors: readonly LedgerAnchor[]): Promise<void> {
      const genuine = anchors.filter((anchor) => {
        if (ledgerKeys.isGenuine(canonicalAnchor(anchor), anchor)) return true;
        found({ kind: 'ANCHOR_FORGED', streamId: anchor.streamId, sequence: anchor.sequence, source });
        return false;
      });
      if (genuine.length === 0) return;
      const rows = await stores.accessLedger.compare(genuine);
      const present = new Map(rows.map((row) => [`${row.streamId} ${row.sequence}`, row]));
      for (const anchor of genuine) compare(anchor, present.get(`${anchor.streamId} ${anchor.sequence}`));
    },
    end(): void {
      for (const finding of [...cut.values(), ...rewritten.values()]) found(finding);
    },
  };
}
