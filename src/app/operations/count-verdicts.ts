import type { AgencyConnector } from '#domain/agencies/agency-connector.ts';

export interface VerdictCount {
  readonly agency: string;
  /** GENUINE, or why it was refused. */
  readonly verdict: string;
  readonly count: number;
}

/** Counts what the signatures of pushed messages turn out to be, in memory until somebody keeps it. */
export interface VerdictCounter {
  watch(connector: AgencyConnector): AgencyConnector;
  /** Hands over what was counted; it stays counted when `keep` throws. */
  flush(keep: (counted: readonly VerdictCount[]) => Promise<void>): Promise<void>;
}

/** `onVerdict` hears of each as it comes. */
export function createVerdictCounter(onVerdict: (agency: string, verdict: string) => void = () => {}): VerdictCounter {
  const counts = new Map<string, VerdictCount>();

  function add({ agency, verdict, count }: VerdictCount): void {
    const key = `${agency} ${verdict}`;
    counts.set(key, { agency, verdict, count: count + (counts.get(key)?.count ?? 0) });
  }

  return {
    watch(connector) {
      const { code, verifyWebhook } = connector;
      if (!verifyWebhook) return connector;
      return {
        ...connector,
        verifyWebhook(message, now) {
          const found = verifyWebhook(message, now);
          const verdict = found.genuine ? 'GENUINE' : found.reason;
          add({ agency: code, verdict, count: 1 });
          onVerdict(code, verdict);
          return found;
        },
      };
    },
    async flush(keep) {
      const counted = [...counts.values()];
      counts.clear();
      try {
        if (counted.length > 0) await keep(counted);
      } catch (error) {
        for (const each of counted) add(each);
        throw error;
      }
    },
  };
}
