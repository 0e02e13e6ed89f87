import type { Metrics } from '#app/metrics/create-metrics.ts';
import type { AgencyConnector, LookUp, LookUps } from '#domain/agencies/agency-connector.ts';
import { AgencyUnavailableError } from '#domain/agencies/agency-errors.ts';

/** What is done around each call to an agency: timing, a span. `work` answers or throws as the connector does. */
export type AroundCall = <Answer>(
  call: { readonly agency: string; readonly action: string },
  work: () => Promise<Answer>,
) => Promise<Answer>;

/** The same connector with every call to the agency done inside `around`. */
export function watchAgency(connector: AgencyConnector, around: AroundCall): AgencyConnector {
  const { code: agency, send, inquire, readReplies } = connector;
  return {
    ...connector,
    ...(send && { send: (message, key, call) => around({ agency, action: 'send' }, () => send(message, key, call)) }),
    ...(inquire && { inquire: (key, call) => around({ agency, action: 'inquire' }, () => inquire(key, call)) }),
    ...(readReplies && {
      readReplies: (cursor, call) => around({ agency, action: 'read-replies' }, () => readReplies(cursor, call)),
    }),
    lookUps: watchLookUps(connector, around),
  };
}

function watchLookUps({ code: agency, lookUps }: AgencyConnector, around: AroundCall): LookUps {
  const watched = Object.entries(lookUps).map(([subject, lookUp]) => {
    const action = `look-up-${subject.toLowerCase().replaceAll('_', '-')}`;
    return [subject, watchLookUp<unknown>(lookUp, (work) => around({ agency, action }, work))];
  });
  // Entry by entry the same subjects with the same answers; the compiler cannot follow them through a list.
  return Object.fromEntries(watched) as LookUps;
}

function watchLookUp<Answer>(
  lookUp: LookUp<Answer>,
  around: <Found>(work: () => Promise<Found>) => Promise<Found>,
): LookUp<Answer> {
  return { ...lookUp, lookUpMany: (ids, call) => around(() => lookUp.lookUpMany(ids, call)) };
}

/** Duration, outcome and fault of every call. */
export function timeCalls(metrics: Metrics): AroundCall {
  return async ({ agency, action }, work) => {
    const end = metrics.agencyCall.startTimer({ agency, action });
    try {
      const answer = await work();
      end({ outcome: outcomeOf(answer) });
      const fault = faultOf(answer);
      if (fault) metrics.agencyFaults.inc({ agency, fault });
      return answer;
    } catch (error) {
      end({ outcome: 'FAILED' });
      metrics.agencyFaults.inc({ agency, fault: error instanceof AgencyUnavailableError ? error.fault : 'UNEXPECTED' });
      throw error;
    }
  };
}

/** Sendings and inquiries say how they went; whatever else comes back is an answer. */
function outcomeOf(answer: unknown): string {
  return typeof answer === 'object' && answer !== null && 'kind' in answer ? String(answer.kind) : 'ANSWERED';
}

function faultOf(answer: unknown): string | undefined {
  return typeof answer === 'object' && answer !== null && 'fault' in answer ? String(answer.fault) : undefined;
}
