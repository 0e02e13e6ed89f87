import path from 'node:path';
import { freePort } from '#platform/embedded-postgres/free-port.ts';
import { AGENCY_NAMES, type AgencyName, type Misbehaviour } from '../plan/faults.ts';
import { type Line, openLine } from './line.ts';
import { manageProcess, type ManagedProcess } from './managed-process.ts';

/** What an agency has on record about one effect, from its own stage door. */
export interface SeenEffect {
  readonly key: string;
  readonly referralId: string;
  readonly kind: string;
  readonly count: number;
  readonly requests: number;
  readonly cuts: number;
}

/** A simulated agency as a process of its own, reached over a line that can stall. */
export interface RunningAgency {
  readonly name: AgencyName;
  readonly process: ManagedProcess;
  readonly line: Line;
  /** Survives a kill of the process, unlike what was set at the stage door. */
  readonly ledgerFile: string;
  /** Waits until it answers. */
  ready(): Promise<void>;
  misbehave(how: Misbehaviour): Promise<void>;
  pace(paceMs: number): Promise<void>;
  /** Tries every webhook that is still undelivered at once. */
  sendAgain(gatewayUrl: string): Promise<void>;
  seen(): Promise<readonly SeenEffect[]>;
  /** Webhooks that have not arrived yet, and matters that are not over. */
  waiting(): Promise<{ readonly undelivered: number; readonly open: readonly string[] }>;
}

export interface AgencyOptions {
  readonly folder: string;
  readonly gatewayUrl: string;
  readonly paceMs: (agency: AgencyName) => number;
  readonly poison: readonly string[];
}

export async function startAgencies(options: AgencyOptions): Promise<ReadonlyMap<AgencyName, RunningAgency>> {
  const agencies = await Promise.all(AGENCY_NAMES.map((name) => startAgency(name, options)));
  await Promise.all(agencies.map((agency) => agency.ready()));
  return new Map(agencies.map((agency) => [agency.name, agency]));
}

/** How gateway and workers reach them. */
export function agencySettings(agencies: ReadonlyMap<AgencyName, RunningAgency>): Record<string, string> {
  return Object.fromEntries(
    [...agencies.values()].flatMap(({ name, line }) => [
      [`${envName(name)}_URL`, `http://127.0.0.1:${line.port}`],
      [`${envName(name)}_WEBHOOK_SECRETS`, `whsec_${Buffer.from(`onedoor-sandbox-${name}`).toString('base64')}`],
    ]),
  );
}

async function startAgency(name: AgencyName, options: AgencyOptions): Promise<RunningAgency> {
  const port = await freePort();
  const data = path.join(options.folder, 'sandbox', name);
  const prefix = `SANDBOX_${envName(name)}`;
  const managed = manageProcess({
    name,
    command: [process.execPath, 'sandbox/main.ts', name],
    env: {
      SANDBOX_GATEWAY_URL: options.gatewayUrl,
      SANDBOX_PACE_MS: String(options.paceMs(name)),
      SANDBOX_POISON: options.poison.join(','),
      [`${prefix}_DATA`]: data,
      [`${prefix}_PORT`]: String(port),
    },
    logFile: path.join(options.folder, `${name}.log`),
  });
  managed.start();
  const control = <Answer>(what: string, body?: object): Promise<Answer> => callControl(port, what, body);
  return {
    name,
    process: managed,
    line: await openLine(port),
    ledgerFile: path.join(data, 'ledger.jsonl'),
    ready: async () => void (await control('behaviour')),
    misbehave: async (how) => void (await control('behaviour', how)),
    pace: async (paceMs) => void (await control('pace', { paceMs })),
    sendAgain: async (url) => void (await control('gateway', { url })),
    seen: async () => (await control<{ effects: SeenEffect[] }>('seen')).effects,
    async waiting() {
      const { pending } = await control<{ pending: number }>('deliveries');
      const { matters } = await control<{ matters: { referralId: string; over: boolean }[] }>('matters');
      return { undelivered: pending, open: matters.filter(({ over }) => !over).map(({ referralId }) => referralId) };
    },
  };
}

const PATIENCE_MS = 30_000;

/** Again while the agency is being started. */
async function callControl<Answer>(port: number, what: string, body?: object): Promise<Answer> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      const response = await fetch(`http://127.0.0.1:${port}/_control/${what}`, {
        method: body ? 'POST' : 'GET',
        ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      });
      if (!response.ok) throw new RangeError(`${what}: HTTP ${response.status}`);
      return (await response.json()) as Answer;
    } catch (error) {
      if (error instanceof RangeError || Date.now() > deadline) throw error;
      await new Promise((settle) => setTimeout(settle, 50));
    }
  }
}

function envName(agency: AgencyName): string {
  return agency.toUpperCase().replaceAll('-', '_');
}
