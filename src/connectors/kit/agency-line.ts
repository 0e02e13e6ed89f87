import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import type { AgencyCall, CircuitState } from '#domain/agencies/agency-connector.ts';
import { createAgencyGuard } from './agency-guard.ts';
import type { AgencyGuardSettings } from './agency-guard.ts';
import { asMalformed } from './as-malformed.ts';
import { createHttpClient } from './http-client.ts';
import type { HttpLimits, HttpRequest, HttpResponse } from './http-exchange.ts';
import { requireOk } from './http-status.ts';

export interface AgencyLineSettings {
  readonly agency: AgencyCode;
  readonly baseUrl: URL;
  readonly tuning?: LineTuning | undefined;
}

/** Patience and pressure, for agencies that need other values than the usual ones. */
export interface LineTuning {
  readonly limits?: Partial<HttpLimits>;
  readonly guard?: Omit<AgencyGuardSettings, 'agency'>;
}

/** The one line to an agency: its sockets, its breaker, its bulkhead. Everything a connector asks goes through `ask`. */
export interface AgencyLine {
  /**
   * One request and the reading of its answer as one unit, so that an agency answering nonsense opens the breaker too.
   * Throws AgencyUnavailableError.
   */
  ask<Answer>(request: HttpRequest, call: AgencyCall, reading: Reading<Answer>): Promise<Answer>;
  circuit(): CircuitState;
  close(): Promise<void>;
}

export interface Reading<Answer> {
  /** Statuses besides 2xx whose body is an answer in the agency's own words. */
  readonly alsoAnswers?: readonly number[];
  readonly read: (response: HttpResponse) => Answer;
}

export function createAgencyLine({ agency, baseUrl, tuning = {} }: AgencyLineSettings): AgencyLine {
  const http = createHttpClient({ agency, baseUrl, limits: tuning.limits ?? {} });
  const guard = createAgencyGuard({ agency, ...tuning.guard });
  return {
    ask: (request, call, { alsoAnswers = [], read }) =>
      guard.run(call, async () => {
        const response = await http.exchange(request, call);
        const answer = alsoAnswers.includes(response.status) ? response : requireOk(response, agency);
        return asMalformed(agency, () => read(answer));
      }),
    circuit: guard.state,
    close: http.close,
  };
}
