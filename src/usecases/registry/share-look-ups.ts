import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import type { AgencyCall, AgencyConnector, LookUp } from '#domain/agencies/agency-connector.ts';
import { AgencyUnavailableError } from '#domain/agencies/agency-errors.ts';
import type { ResidentId } from '#domain/registry/resident-id.ts';

/** While a call is under way the next one waits this long for company; the first of all goes out at once. */
const WAIT_MS = 1;

/** Faults that may come from one person's record: what one asker brings in must not cost another the answer. */
const ABOUT_CONTENT: readonly string[] = ['MALFORMED', 'REJECTED_REQUEST'];

interface Asker<Answer> {
  readonly ids: readonly ResidentId[];
  readonly call: AgencyCall;
  answer(answers: ReadonlyMap<ResidentId, Answer>): void;
  fail(error: unknown): void;
}

/** The same connectors, whose look-ups of one process share calls to the same agency. */
export function shareLookUps(
  connectors: ReadonlyMap<AgencyCode, AgencyConnector>,
): ReadonlyMap<AgencyCode, AgencyConnector> {
  return new Map([...connectors].map(([code, connector]) => [code, withSharedLookUps(connector)]));
}

function withSharedLookUps(connector: AgencyConnector): AgencyConnector {
  const { DOCKETS, INSURANCE_ENROLMENTS, SOCIAL_ASSISTANCE } = connector.lookUps;
  return {
    ...connector,
    lookUps: {
      ...(DOCKETS && { DOCKETS: shareLookUp(DOCKETS) }),
      ...(INSURANCE_ENROLMENTS && { INSURANCE_ENROLMENTS: shareLookUp(INSURANCE_ENROLMENTS) }),
      ...(SOCIAL_ASSISTANCE && { SOCIAL_ASSISTANCE: shareLookUp(SOCIAL_ASSISTANCE) }),
    },
  };
}

/**
 * Requests that ask the same agency at the same time become one call (or one per `maxBatch` people), a person in several
 * of them once. Whoever calls has checked who may ask about whom: a call carries people and nothing about the askers, and
 * each asker gets the people it asked about and no others. It lasts as long as the asker with the least time has.
 *
 * A call that fails, fails each of its askers; over an answer that cannot be read each of them asks alone once more.
 */
export function shareLookUp<Answer>(lookUp: LookUp<Answer>): LookUp<Answer> {
  let waiting: Asker<Answer>[] = [];
  let underWay = 0;

  async function counted(ids: readonly ResidentId[], call: AgencyCall): Promise<ReadonlyMap<ResidentId, Answer>> {
    underWay += 1;
    try {
      return await lookUp.lookUpMany(ids, call);
    } finally {
      underWay -= 1;
    }
  }

  function leave(): void {
    const askers = waiting;
    waiting = [];
    const shared = inCalls(askers, lookUp.maxBatch).map(({ ids, of }) => ({
      ids,
      together: of.length > 1,
      answers: counted([...ids], leastTime(of)),
    }));
    for (const asker of askers) {
      const own = shared.filter(({ ids }) => asker.ids.some((id) => ids.has(id)));
      Promise.all(own.map(({ answers }) => answers))
        .catch((error: unknown) => {
          if (!isAboutContent(error) || !own.some(({ together }) => together)) throw error;
          return counted(asker.ids, asker.call).then((answers) => [answers]);
        })
        .then((answers) => asker.answer(ownAnswers(asker.ids, answers)), asker.fail);
    }
  }

  return {
    ...lookUp,
    lookUpMany(ids, call) {
      // Refused there, for more people than one call may hold.
      if (ids.length === 0 || ids.length > lookUp.maxBatch) return lookUp.lookUpMany(ids, call);
      const { promise, resolve: answer, reject: fail } = Promise.withResolvers<ReadonlyMap<ResidentId, Answer>>();
      waiting.push({ ids, call, answer, fail });
      if (waiting.length === 1) {
        if (underWay > 0) setTimeout(leave, WAIT_MS);
        else setImmediate(leave);
      }
      return promise;
    },
  };
}

/** Everybody asked about, once each, in as few calls as the agency allows; each with those who wait for it. */
function inCalls<Answer>(askers: readonly Asker<Answer>[], maxBatch: number) {
  const everybody = [...new Set(askers.flatMap(({ ids }) => ids))];
  return Array.from({ length: Math.ceil(everybody.length / maxBatch) }, (_, index) => {
    const ids = new Set(everybody.slice(index * maxBatch, (index + 1) * maxBatch));
    return { ids, of: askers.filter((asker) => asker.ids.some((id) => ids.has(id))) };
  });
}

/** Both deadline and signal of one asker, so that another who gives up early takes nobody's answer away. */
function leastTime(askers: readonly { readonly call: AgencyCall }[]): AgencyCall {
  const [first, ...others] = askers.map(({ call }) => call);
  if (!first) throw new RangeError('a call nobody asked for');
  return others.reduce((least, call) => (call.deadline < least.deadline ? call : least), first);
}

function isAboutContent(error: unknown): boolean {
  return error instanceof AgencyUnavailableError && ABOUT_CONTENT.includes(error.fault);
}

function ownAnswers<Answer>(
  ids: readonly ResidentId[],
  answers: readonly ReadonlyMap<ResidentId, Answer>[],
): ReadonlyMap<ResidentId, Answer> {
  const own = new Map<ResidentId, Answer>();
  for (const id of ids) {
    const answer = answers.find((of) => of.has(id))?.get(id);
    if (answer !== undefined) own.set(id, answer);
  }
  return own;
}
