import {
  BrokenCircuitError,
  BulkheadRejectedError,
  CircuitState as CockatielState,
  ConsecutiveBreaker,
  TaskCancelledError,
  bulkhead,
  circuitBreaker,
  handleWhen,
} from 'cockatiel';
import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import type { AgencyCall, CircuitState } from '#domain/agencies/agency-connector.ts';
import { AgencyUnavailableError } from '#domain/agencies/agency-errors.ts';
import { AgencyExchangeError } from './agency-exchange-error.ts';

/** Breaker and bulkhead of one agency. Never repeats anything: repetition belongs to the row of the effect. */
export interface AgencyGuard {
  run<Answer>(call: AgencyCall, work: () => Promise<Answer>): Promise<Answer>;
  state(): CircuitState;
}

export interface AgencyGuardSettings {
  readonly agency: AgencyCode;
  /** Calls at once; a little below the sockets of the pool, so that a probe never waits for one. */
  readonly concurrency?: number;
  /** Calls that may wait for their turn; beyond that the caller hears it at once. */
  readonly waiting?: number;
  readonly failuresToOpen?: number;
  /** With a gateway and a worker probing separately, 10 s is one call to a dead agency every 5 s. */
  readonly probeAfterMs?: number;
}

const STATES: Readonly<Record<CockatielState, CircuitState>> = {
  [CockatielState.Closed]: 'CLOSED',
  [CockatielState.Open]: 'OPEN',
  [CockatielState.HalfOpen]: 'HALF_OPEN',
  [CockatielState.Isolated]: 'OPEN',
};

export function createAgencyGuard(settings: AgencyGuardSettings): AgencyGuard {
  const { agency } = settings;
  const slots = bulkhead(settings.concurrency ?? 12, settings.waiting ?? 64);
  const breaker = circuitBreaker(handleWhen(countsAsFailure), {
    halfOpenAfter: settings.probeAfterMs ?? 10_000,
    breaker: new ConsecutiveBreaker(settings.failuresToOpen ?? 5),
  });

  function countsAsFailure(error: unknown): boolean {
    if (!(error instanceof AgencyUnavailableError)) return false;
    if (!(error instanceof AgencyExchangeError)) return true;
    // A probe that was cut short has proved nothing, so it must not close the circuit.
    return error.blameAgency || (breaker.state === CockatielState.HalfOpen && error.fault === 'TIMEOUT');
  }

  function run<Answer>(call: AgencyCall, work: () => Promise<Answer>): Promise<Answer> {
    return new Promise((resolve, reject) => {
      let begun = false;
      // Waiting for a slot or for another call's probe must not outlast the caller; once begun, the work minds the time itself.
      function giveUp(): void {
        if (!begun) reject(outOfTime(agency));
      }
      const timer = setTimeout(giveUp, Math.max(0, call.deadline.getTime() - Date.now()));
      call.signal.addEventListener('abort', giveUp, { once: true });

      function begin(): Promise<Answer> {
        assertTimeLeft(call, agency);
        begun = true;
        return work();
      }

      slots
        .execute(() => {
          // Asked before the breaker too: a caller without time must not become its probe.
          assertTimeLeft(call, agency);
          return breaker.execute(begin);
        })
        .then(resolve, (error: unknown) => reject(inOurWords(error, agency)))
        .finally(() => {
          clearTimeout(timer);
          call.signal.removeEventListener('abort', giveUp);
        });
    });
  }

  return { run, state: () => STATES[breaker.state] };
}

function assertTimeLeft(call: AgencyCall, agency: AgencyCode): void {
  if (call.signal.aborted || call.deadline.getTime() <= Date.now()) throw outOfTime(agency);
}

function outOfTime(agency: AgencyCode): AgencyExchangeError {
  return new AgencyExchangeError('TIMEOUT', `${agency}: no time left before the call began`, {
    recorded: 'NO',
    blameAgency: false,
  });
}

function inOurWords(error: unknown, agency: AgencyCode): unknown {
  if (error instanceof BrokenCircuitError || error instanceof TaskCancelledError) {
    return new AgencyExchangeError('CIRCUIT_OPEN', `${agency}: not called while it keeps failing`, {
      recorded: 'NO',
      blameAgency: false,
    });
  }
  if (error instanceof BulkheadRejectedError) {
    return new AgencyExchangeError('BULKHEAD_FULL', `${agency}: too many calls at once`, {
      recorded: 'NO',
      blameAgency: false,
    });
  }
  return error;
}
