import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Seconds; the goals of the load tests (0.2, 0.5, 1.5) are bounds, so that an alert can name them. */
const ANSWER_BUCKETS = [0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 1.5, 3, 10];

export type Metrics = ReturnType<typeof createMetrics>;

/**
 * Every instrument of a process. Labels are agency codes, states, codes and names out of our own schema: their number is
 * bounded, and none tells of a person or a case.
 */
export function createMetrics(role: string) {
  const registry = new Registry();
  registry.setDefaultLabels({ role });
  const registers = [registry];
  const gauge = <Label extends string>(name: string, help: string, labelNames: readonly Label[] = []): Gauge<Label> =>
    new Gauge({ name, help, labelNames, registers });
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) =>
    new Counter({ name, help, labelNames, registers });
  const seconds = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Histogram({ name, help, labelNames, buckets: ANSWER_BUCKETS, registers });

  return {
    registry,
    http: seconds('onedoor_http_request_seconds', 'HTTP requests by route and status', ['route', 'status']),
    operation: seconds('onedoor_operation_seconds', 'GraphQL operations by kind and first root field', [
      'kind',
      'field',
    ]),
    graphqlErrors: counter('onedoor_graphql_errors_total', 'Errors in GraphQL answers by code', ['code']),
    inFlight: gauge('onedoor_requests_in_flight', 'Requests being answered'),
    shed: counter('onedoor_requests_shed_total', 'Requests turned away under overload', ['reason']),
    refusals: counter('onedoor_refusals_total', 'Callers who were not admitted, by what they showed and why', [
      'credential',
      'reason',
    ]),
    issuerFaults: counter('onedoor_issuer_faults_total', 'Keys of identity providers that could not be fetched', [
      'issuer',
    ]),
    agencyCall: seconds('onedoor_agency_call_seconds', 'Calls to agencies', ['agency', 'action', 'outcome']),
    agencyFaults: counter('onedoor_agency_faults_total', 'Calls without a usable answer', ['agency', 'fault']),
    circuit: gauge('onedoor_agency_circuit_open', '1 while calls are held back, 0.5 while one probes', ['agency']),
    paused: gauge('onedoor_agency_paused', '1 while an operator holds deliveries back', ['agency']),
    webhooks: counter('onedoor_webhooks_total', 'Pushed messages by what their signature proved to be', [
      'agency',
      'verdict',
    ]),
    outboxRows: gauge('onedoor_outbox_rows', 'Effects without an outcome', ['agency', 'status']),
    outboxOldest: gauge('onedoor_outbox_oldest_seconds', 'Age of the oldest of them', ['agency', 'status']),
    inboxMessages: gauge('onedoor_inbox_messages', 'Messages not applied', ['agency', 'status']),
    inboxOldest: gauge('onedoor_inbox_oldest_seconds', 'Age of the oldest of them', ['agency', 'status']),
    quarantinedRows: gauge('onedoor_quarantined_rows', 'Rows of feeds in quarantine, still open'),
    feedFiles: gauge('onedoor_feed_files', 'Files of agencies that are not done', ['agency', 'status']),
    feedOldest: gauge('onedoor_feed_oldest_seconds', 'Age of the oldest of them', ['agency', 'status']),
    reconciliationsDue: gauge('onedoor_reconciliations_due', 'Reconciliations not made yet', ['agency']),
    reconciliationOldest: gauge('onedoor_reconciliation_oldest_seconds', 'Age of the oldest of them', ['agency']),
    differences: gauge('onedoor_reconciliation_items', 'Differences that are open', ['agency', 'owner']),
    webhooksDisabled: gauge('onedoor_webhook_endpoints_disabled', 'Endpoints of partners that were disabled', [
      'agency',
    ]),
    matchReviews: gauge('onedoor_match_reviews', 'Records whose person a window has to name'),
    clocksUnfired: gauge('onedoor_clocks_unfired', 'Clocks that ran out and were not taken up'),
    clocksOverdue: gauge('onedoor_clocks_overdue', 'Clocks that ran out on cases still open'),
    attention: gauge('onedoor_cases_attention', 'Cases a person has to look at', ['reason']),
    processes: gauge('onedoor_processes', 'Processes heard of in the last minute', ['running']),
    backlogKnown: gauge(
      'onedoor_backlog_known',
      '0 while the tables cannot be read; what rests on them is then absent',
    ),
    clockSkew: gauge('onedoor_database_clock_skew_seconds', 'This machine’s clock minus the database’s'),
    pool: gauge('onedoor_database_pool', 'Connections of the pool, and those who wait for one', ['state']),
    job: seconds('onedoor_job_seconds', 'Jobs by name and outcome', ['job', 'outcome']),
    stalled: counter('onedoor_jobs_stalled_total', 'Jobs whose process died or hung', ['queue']),
    queueJobs: gauge('onedoor_queue_jobs', 'Jobs in the queues', ['queue', 'state']),
    eventLoop: gauge('onedoor_event_loop_delay_seconds', 'Delay of the event loop since the last scrape', ['quantile']),
    memory: gauge('onedoor_memory_bytes', 'Memory of the process', ['kind']),
    keyRotations: gauge('onedoor_key_rotations_open', 'Rotations of keys that are not over'),
    dataKeyAge: gauge('onedoor_data_key_age_seconds', 'Age of the newest data key'),
    cpu: gauge('onedoor_cpu_seconds', 'Processor time since the start'),
  };
}
