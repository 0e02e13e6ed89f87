import type { App } from '#app/create-app.ts';
import { createBacklogGauges } from '#app/metrics/backlog-gauges.ts';
import type { Metrics } from '#app/metrics/create-metrics.ts';
import { createProcessGauges } from '#app/metrics/process-gauges.ts';

export interface Scrape {
  /** In the text format of Prometheus. Never throws for the database's sake. */
  text(): Promise<string>;
  stop(): void;
}

/** `alsoRefresh`: what only this kind of process knows, e.g. its queues. */
export function createScrape(app: App, metrics: Metrics, alsoRefresh: () => Promise<void> = async () => {}): Scrape {
  const refreshBacklog = createBacklogGauges(app, metrics);
  const ofProcess = createProcessGauges(app, metrics);
  return {
    async text() {
      ofProcess.refresh();
      await Promise.all([refreshBacklog(), alsoRefresh()]);
      return metrics.registry.metrics();
    },
    stop: ofProcess.stop,
  };
}
