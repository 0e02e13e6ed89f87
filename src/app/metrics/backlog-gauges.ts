import type { App } from '#app/create-app.ts';
import type { Metrics } from '#app/metrics/create-metrics.ts';
import type { Backlog } from '#domain/operations/backlog.ts';
import { readBacklog } from '#store/operations/read-backlog.ts';

const KEPT_MS = 5_000;

/**
 * Brings what is counted in the tables up to date, at most every five seconds however often it is asked. Never throws:
 * while the database does not answer the gauges are taken away, so that no old figure passes for a new one.
 */
export function createBacklogGauges(app: App, metrics: Metrics): () => Promise<void> {
  let freshUntil = -Infinity;
  let running: Promise<void> | undefined;

  async function refresh(): Promise<void> {
    try {
      const asked = Date.now();
      const { backlog, databaseNow } = await readBacklog(app.database.prisma, app.dependencies.clock.now());
      metrics.clockSkew.set(((asked + Date.now()) / 2 - databaseNow) / 1000);
      show(backlog, metrics);
      metrics.backlogKnown.set(1);
    } catch (error) {
      app.log.warn({ err: error }, 'the backlog could not be read for the metrics');
      for (const gauge of backlogGauges(metrics)) gauge.reset();
      metrics.backlogKnown.set(0);
    }
    freshUntil = performance.now() + KEPT_MS;
    running = undefined;
  }

  return async () => {
    if (performance.now() < freshUntil) return;
    running ??= refresh();
    await running;
  };
}

function backlogGauges(metrics: Metrics) {
  const { outboxRows, outboxOldest, inboxMessages, inboxOldest, paused, attention, processes } = metrics;
  return [
    outboxRows,
    outboxOldest,
    inboxMessages,
    inboxOldest,
    paused,
    attention,
    processes,
    ...labelledGauges(metrics),
    metrics.quarantinedRows,
    metrics.matchReviews,
    metrics.keyRotations,
    metrics.dataKeyAge,
    metrics.clocksUnfired,
    metrics.clocksOverdue,
    metrics.clockSkew,
  ];
}

/** What is there for an agency only while something waits. */
function labelledGauges(metrics: Metrics) {
  const { feedFiles, feedOldest, reconciliationsDue, reconciliationOldest, differences, webhooksDisabled } = metrics;
  return [feedFiles, feedOldest, reconciliationsDue, reconciliationOldest, differences, webhooksDisabled];
}

function showExchange(backlog: Backlog, metrics: Metrics): void {
  for (const gauge of labelledGauges(metrics)) gauge.reset();
  for (const { agency, status, count, oldestSeconds } of backlog.feedFiles) {
    metrics.feedFiles.set({ agency, status }, count);
    metrics.feedOldest.set({ agency, status }, oldestSeconds);
  }
  for (const { agency, count, oldestSeconds } of backlog.reconciliationsDue) {
    metrics.reconciliationsDue.set({ agency }, count);
    metrics.reconciliationOldest.set({ agency }, oldestSeconds);
  }
  for (const { agency, owner, count } of backlog.differences) metrics.differences.set({ agency, owner }, count);
  for (const { agency, count } of backlog.webhooksDisabled) metrics.webhooksDisabled.set({ agency }, count);
  metrics.matchReviews.set(backlog.matchReviews);
}

function show(backlog: Backlog, metrics: Metrics): void {
  const { outboxRows, outboxOldest, inboxMessages, inboxOldest, paused, attention, processes } = metrics;
  for (const gauge of [outboxRows, outboxOldest, inboxMessages, inboxOldest, paused, attention, processes])
    gauge.reset();
  for (const { agency, status, count, oldestSeconds } of backlog.effects) {
    outboxRows.set({ agency, status }, count);
    outboxOldest.set({ agency, status }, oldestSeconds);
  }
  for (const { agency, status, count, oldestSeconds } of backlog.messages) {
    inboxMessages.set({ agency, status }, count);
    inboxOldest.set({ agency, status }, oldestSeconds);
  }
  for (const agency of backlog.paused) paused.set({ agency }, 1);
  for (const { reason, count } of backlog.attention) attention.set({ reason }, count);
  for (const { role, count } of backlog.processes) processes.set({ running: role }, count);
  // A role that is gone is a figure too: an alert cannot compare what is absent.
  for (const role of ['gateway', 'worker'])
    if (!backlog.processes.some((process) => process.role === role)) processes.set({ running: role }, 0);
  showExchange(backlog, metrics);
  metrics.keyRotations.set(backlog.keyRotations);
  if (backlog.dataKeySeconds !== null) metrics.dataKeyAge.set(backlog.dataKeySeconds);
  metrics.quarantinedRows.set(backlog.quarantinedRows);
  metrics.clocksUnfired.set(backlog.clocksUnfired);
  metrics.clocksOverdue.set(backlog.clocksOverdue);
}
