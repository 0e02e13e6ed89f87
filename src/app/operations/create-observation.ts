import { createMetrics, type Metrics } from '#app/metrics/create-metrics.ts';
import { type AroundCall, timeCalls, watchAgency } from '#app/metrics/watch-agencies.ts';
import { createVerdictCounter, type VerdictCounter } from '#app/operations/count-verdicts.ts';
import { traceCall } from '#app/operations/trace-work.ts';
import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import type { AgencyConnector } from '#domain/agencies/agency-connector.ts';

type Connectors = ReadonlyMap<AgencyCode, AgencyConnector>;

/** What a process keeps of its own doings for operators. */
export interface Observation {
  readonly role: string;
  readonly metrics: Metrics;
  readonly verdicts: VerdictCounter;
  /** The same agencies, with calls and signatures counted. */
  watch(connectors: Connectors): Connectors;
}

export function createObservation(role: string): Observation {
  const metrics = createMetrics(role);
  const verdicts = createVerdictCounter((agency, verdict) => metrics.webhooks.inc({ agency, verdict }));
  const timed = timeCalls(metrics);
  const around: AroundCall = (call, work) => traceCall(call, () => timed(call, work));
  return {
    role,
    metrics,
    verdicts,
    watch: (connectors) =>
      new Map([...connectors].map(([code, connector]) => [code, watchAgency(verdicts.watch(connector), around)])),
  };
}
