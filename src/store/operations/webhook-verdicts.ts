import type { WebhookVerdict } from '#domain/operations/judge-agency.ts';
import type { Connection } from '#store/database.ts';

/** Adds what was counted since the last time. Keys are agency code and verdict; nobody outside can invent either. */
export async function addWebhookVerdicts(
  db: Connection,
  counted: readonly { readonly agency: string; readonly verdict: string; readonly count: number }[],
): Promise<void> {
  for (const { agency, verdict, count } of counted) {
    await db.$executeRaw`
      INSERT INTO webhook_verdict_count (agency_code, verdict, count, last_at)
      VALUES (${agency}, ${verdict}, ${count}, now())
      ON CONFLICT (agency_code, verdict)
      DO UPDATE SET count = webhook_verdict_count.count + EXCLUDED.count, last_at = now()`;
  }
}

/** By agency. */
export async function readWebhookVerdicts(db: Connection): Promise<ReadonlyMap<string, readonly WebhookVerdict[]>> {
  const rows = await db.webhookVerdictCount.findMany();
  const verdicts = rows.map(({ agencyCode, verdict, count, lastAt }) => ({
    agencyCode,
    verdict,
    count: Number(count),
    lastAt,
  }));
  return Map.groupBy(verdicts, ({ agencyCode }) => agencyCode);
}
