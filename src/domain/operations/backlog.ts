/** What waits in the tables, for metrics and the doctor: counts and ages, by agency code and status. No ids. */
export interface Backlog {
  readonly effects: readonly AgencyBacklog[];
  readonly messages: readonly MessageBacklog[];
  /** Codes of the agencies nothing is sent to at the moment. */
  readonly paused: readonly string[];
  /** Clocks that ran out and should have been taken up. */
  readonly clocksUnfired: number;
  /** Clocks that ran out on cases that are still open (超期). */
  readonly clocksOverdue: number;
  /** Open cases a person has to look at, by reason. */
  readonly attention: readonly { readonly reason: string; readonly count: number }[];
  /** Of feeds, still open: neither corrected nor discarded. */
  readonly quarantinedRows: number;
  /** Files that are not done; HALTED ones wait for a person. */
  readonly feedFiles: readonly AgencyBacklog[];
  /** 对账 that could not be made yet. */
  readonly reconciliationsDue: readonly DueReconciliations[];
  /** 对账差异 that nobody has put right, by who owns them. */
  readonly differences: readonly { readonly agency: string; readonly owner: string; readonly count: number }[];
  /** Endpoints (回调地址) that were disabled since nothing reached them. */
  readonly webhooksDisabled: readonly { readonly agency: string; readonly count: number }[];
  /** Records whose person a window has to name. */
  readonly matchReviews: number;
  /** 密钥轮换 that are not over. */
  readonly keyRotations: number;
  /** Age of the newest data key; null before the first. */
  readonly dataKeySeconds: number | null;
  /** Heard of in the last minute. */
  readonly processes: readonly { readonly role: string; readonly count: number }[];
}

export interface AgencyBacklog {
  readonly agency: string;
  /** PENDING waits for delivery, IN_DOUBT and STOPPED for a person. */
  readonly status: string;
  readonly count: number;
  /** Of the oldest, by the database's clock. */
  readonly oldestSeconds: number;
}

export interface DueReconciliations {
  readonly agency: string;
  readonly count: number;
  /** Of the one that was tried most often. */
  readonly attempts: number;
  readonly oldestSeconds: number;
}

export interface MessageBacklog {
  readonly agency: string;
  /** STORED waits to be applied, QUARANTINED for a person. */
  readonly status: string;
  readonly count: number;
  readonly oldestSeconds: number;
}
