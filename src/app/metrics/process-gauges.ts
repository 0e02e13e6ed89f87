import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { App } from '#app/create-app.ts';
import type { Metrics } from '#app/metrics/create-metrics.ts';

const QUANTILES = [50, 90, 99] as const;
const RESOLUTION_MS = 10;

export interface ProcessGauges {
  refresh(): void;
  stop(): void;
}

/** What the process knows of itself without asking anybody: memory, processor, event loop, pool, circuits. */
export function createProcessGauges(app: App, metrics: Metrics): ProcessGauges {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  return {
    refresh() {
      // The timer itself sleeps for the resolution; what is beyond it is delay.
      for (const quantile of QUANTILES)
        metrics.eventLoop.set(
          { quantile: String(quantile / 100) },
          Math.max(0, delay.percentile(quantile) / 1e9 - RESOLUTION_MS / 1000),
        );
      delay.reset();
      const { rss, heapUsed } = process.memoryUsage();
      metrics.memory.set({ kind: 'rss' }, rss);
      metrics.memory.set({ kind: 'heap' }, heapUsed);
      metrics.cpu.set(process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6);
      for (const [state, count] of Object.entries(app.database.pool())) metrics.pool.set({ state }, count);
      for (const { code, circuit } of app.dependencies.connectors.values())
        if (circuit) metrics.circuit.set({ agency: code }, { CLOSED: 0, HALF_OPEN: 0.5, OPEN: 1 }[circuit()]);
    },
    stop: () => delay.disable(),
  };
}
