import os from 'node:os';
import { openAnchorFile } from '#app/access-ledger/anchor-file.ts';
import { createLedgerKeys } from '#app/access-ledger/ledger-keys.ts';
import type { LedgerSecrets } from '#app/secrets.ts';
import { type AccessLedger, LedgerUnavailableError } from '#domain/access/access-ledger.ts';
import type { AnchorFile, LedgerKeys, LedgerStore } from '#domain/access/ledger-stores.ts';
import type { Clock } from '#platform/clock.ts';
import { uuidV7Ids } from '#platform/ids.ts';
import type { Logger } from '#platform/logger.ts';
import { openLedgerTable } from '#store/ledger/ledger-table.ts';
import { createLedgerAnchoring } from '#usecases/access/ledger-anchoring.ts';
import { createLedgerWriter } from '#usecases/access/ledger-writer.ts';

export interface LedgerSettings {
  /** What the streams of this process say of it: gateway, worker, … */
  readonly role: string;
  /** Absent: anchors are kept in the table alone. */
  readonly anchorFile?: string | undefined;
}

export interface OpenLedgerOptions {
  readonly databaseUrl: string;
  readonly secrets: LedgerSecrets;
  readonly settings: LedgerSettings;
  readonly store: Pick<LedgerStore, 'keepAnchor'>;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface OpenedLedger extends AccessLedger {
  readonly keys: LedgerKeys;
  readonly anchorFile: AnchorFile | undefined;
  /** Signs where the streams end now. Never throws. */
  anchor(): Promise<void>;
  /** Ends what is under way, and anchors it. */
  close(): Promise<void>;
}

const ANCHOR_EVERY_MS = 60_000;

/** The ledger of a process: its writer, and an anchor a minute. No connection is made before the first entry. */
export function openAccessLedger(options: OpenLedgerOptions): OpenedLedger {
  const { databaseUrl, secrets, settings, store, clock, log } = options;
  const keys = createLedgerKeys(secrets);
  const file = settings.anchorFile === undefined ? undefined : openAnchorFile(settings.anchorFile);
  const table = openLedgerTable(databaseUrl, (error) =>
    log.warn({ err: error }, 'the connection of the access ledger was lost; another one is opened'),
  );
  const origin = { role: settings.role, host: os.hostname(), pid: process.pid };
  const writer = createLedgerWriter({ table, keys, clock, ids: uuidV7Ids, log, process: origin });
  const elapsedMs = () => performance.now();
  const anchoring = createLedgerAnchoring({ writer, keys, store, file, clock, log, elapsedMs });
  const timer = setInterval(() => void anchoring.anchor(), ANCHOR_EVERY_MS).unref();
  return {
    keys,
    anchorFile: file,
    async append(entries) {
      if (anchoring.isOverdue()) throw new LedgerUnavailableError('no anchor could be kept for hours');
      await writer.append(entries);
    },
    anchor: anchoring.anchor,
    async close() {
      clearInterval(timer);
      await writer.close();
      await anchoring.anchor();
      await table.close();
    },
  };
}
