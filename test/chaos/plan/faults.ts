/** Where the queue lies. */
export type Backend = 'postgres' | 'redis';

/** Agencies of the run. One keeps neither key nor memory: whatever it drops is for a person. */
export const AGENCIES = {
  'legal-aid': 'HONOURED',
  'medical-insurance': 'HONOURED',
  'hr-bureau': 'INQUIRY',
  'psychological-service': 'INQUIRY',
  'civil-affairs': 'NONE',
} as const;
export type AgencyName = keyof typeof AGENCIES;
export const AGENCY_NAMES = Object.keys(AGENCIES) as readonly AgencyName[];
export const KEYLESS: AgencyName = 'civil-affairs';
/**
 * These answer only when everything has been delivered. So no reply clears a doubt up before it has been counted, and no
 * reply ends a referral before a late holder of its claim wakes up: only the fence keeps that one from sending.
 */
export const SLOW_TO_ANSWER: readonly AgencyName[] = [KEYLESS, 'psychological-service'];

export const WORKERS = ['worker-1', 'worker-2'] as const;
export type WorkerName = (typeof WORKERS)[number];

/** The rows F1 to F7 of the goals; `LINE` is stalls of the network. All of them at once is N1 and more. */
export const GROUPS = ['F1', 'F2', 'F3', 'F4', 'F5', 'F6', 'F7', 'LINE'] as const;
export type Group = (typeof GROUPS)[number];

export interface Misbehaviour {
  readonly mode: string;
  readonly rate?: number;
  readonly times?: number;
  readonly delayMs?: number;
  /** Only on paths that begin so. */
  readonly forPaths?: readonly string[];
}

/** One thing that is done to the city. */
export type Blow =
  | { readonly do: 'kill'; readonly whom: WorkerName | 'gateway' | 'postgres' | 'redis' }
  | { readonly do: 'freeze'; readonly whom: WorkerName; readonly ms: number }
  | { readonly do: 'terminate'; readonly whom: 'gateway' }
  | { readonly do: 'flush-redis' }
  | { readonly do: 'cut-connections' }
  | { readonly do: 'lock-table'; readonly table: string; readonly ms: number }
  | { readonly do: 'kill-agency'; readonly agency: AgencyName }
  | { readonly do: 'agency-down' | 'agency-up'; readonly agency: AgencyName }
  | { readonly do: 'misbehave'; readonly agency: AgencyName; readonly how: Misbehaviour }
  | { readonly do: 'stall'; readonly line: AgencyName | 'database'; readonly ms: number };

/** `at`: the share of the run's work that is done when it strikes, 0 to 1. */
export type Fault = Blow & { readonly at: number; readonly group: Group };

export interface FaultPlan {
  readonly seed: number;
  readonly backend: Backend;
  readonly redisAppendOnly: boolean;
  readonly faults: readonly Fault[];
}

/** Whether the plan interrupts our own side between sending and hearing the answer. */
export function interruptsOurSide(groups: readonly Group[]): boolean {
  return groups.some((group) => group === 'F1' || group === 'F3' || group === 'LINE');
}
