import type { LedgerLine, LedgerPage, LedgerTotals } from '#domain/agencies/agency-ledger.ts';
import { type LocalDate, localDateOf } from '#domain/referrals/local-date.ts';
import { type FakeAgency, fakeAgency } from './fake-agency.ts';

/** A fake agency that keeps the list a test gives it, page by page. */
export interface LedgerAgency extends FakeAgency {
  /** What it holds, with the time it took it in. */
  held: LedgerLine[];
  /** The day and cursor of each page that was asked for. */
  readonly asked: string[];
  pageSize: number;
  /** Called before each page; may throw. */
  beforePage: (page: number) => Promise<void> | void;
  /** Instead of the true number of lines. */
  saysTotal: number | undefined;
}

export function ledgerAgency(): LedgerAgency {
  const asked: string[] = [];
  const base = fakeAgency();
  const agency: LedgerAgency = Object.assign(base, {
    held: [] as LedgerLine[],
    asked,
    pageSize: 100,
    beforePage: () => {},
    saysTotal: undefined as number | undefined,
    connector: {
      ...base.connector,
      async readLedger(day: LocalDate, cursor: string | undefined): Promise<LedgerPage> {
        asked.push(`${day} ${cursor ?? '-'}`);
        await agency.beforePage(asked.length);
        const lines = agency.held.filter(({ at }) => at && localDateOf(at) === day);
        const from = Number(cursor ?? 0);
        const next = from + agency.pageSize;
        return {
          lines: lines.slice(from, next),
          total: agency.saysTotal ?? lines.length,
          nextCursor: next < lines.length ? String(next) : undefined,
        };
      },
    },
  });
  return agency;
}

/** A fake agency that gives totals and no list. */
export function totalsAgency(totals: () => LedgerTotals): FakeAgency {
  const base = fakeAgency();
  return Object.assign(base, { connector: { ...base.connector, readLedgerTotals: async () => totals() } });
}
