import { describe, expect, it } from 'vitest';
import type { AgencyCall, LookUp } from '#domain/agencies/agency-connector.ts';
import { type AgencyFaultClass, AgencyUnavailableError } from '#domain/agencies/agency-errors.ts';
import type { ResidentId } from '#domain/registry/resident-id.ts';
import { shareLookUp } from '#usecases/registry/share-look-ups.ts';

interface Asked {
  readonly ids: readonly string[];
  readonly call: AgencyCall;
}

/** An agency that knows what was asked of it, answers each person's id back, and does not know who begins with "-". */
function agency(faultFor: (ids: readonly string[]) => AgencyFaultClass | undefined = () => undefined) {
  const asked: Asked[] = [];
  const lookUp: LookUp<readonly string[]> = {
    maxBatch: 5,
    freshForSeconds: 60,
    async lookUpMany(ids, call) {
      asked.push({ ids, call });
      const fault = faultFor(ids);
      if (fault) throw new AgencyUnavailableError(fault, 'as told');
      return new Map(ids.filter((id) => !id.startsWith('-')).map((id) => [id, [`of ${id}`]]));
    },
  };
  return { asked, lookUp: shareLookUp(lookUp) };
}

function people(...ids: string[]): readonly ResidentId[] {
  return ids as never;
}

function callUntil(second: number): AgencyCall {
  return { deadline: new Date(Date.UTC(2026, 0, 1, 0, 0, second)), signal: new AbortController().signal };
}

const CALL = callUntil(5);

describe('look-ups of several requests at once', () => {
  it('become one call, from which each gets the people it asked about and no others', async () => {
    const { asked, lookUp } = agency();
    const [first, second] = await Promise.all([
      lookUp.lookUpMany(people('a', 'b'), CALL),
      lookUp.lookUpMany(people('b', 'c', '-d'), CALL),
    ]);

    expect(asked.map(({ ids }) => ids)).toEqual([['a', 'b', 'c', '-d']]);
    expect([...first]).toEqual([
      ['a', ['of a']],
      ['b', ['of b']],
    ]);
    expect([...second.keys()]).toEqual(['b', 'c']);
  });

  it('are fewer calls than requests, none of more people than the agency takes', async () => {
    const { asked, lookUp } = agency();
    const requests = Array.from({ length: 24 }, (_, index) =>
      people(`p${index % 7}`, `p${(index + 1) % 7}`, `q${index % 3}`),
    );
    const answers = await Promise.all(requests.map((ids) => lookUp.lookUpMany(ids, CALL)));

    expect(answers.map((answer) => [...answer.keys()])).toEqual(requests);
    // Ten people, five a call.
    expect(asked.map(({ ids }) => ids.length)).toEqual([5, 5]);
  });

  it('share a call with those that come while another is under way', async () => {
    const { asked, lookUp } = agency();
    const first = lookUp.lookUpMany(people('a'), CALL);
    await new Promise((resolve) => setImmediate(resolve));
    const others = ['b', 'c', 'd'].map((id) => lookUp.lookUpMany(people(id), CALL));
    await Promise.all([first, ...others]);

    expect(asked.map(({ ids }) => ids)).toEqual([['a'], ['b', 'c', 'd']]);
  });

  it('last as long as the one with the least time', async () => {
    const { asked, lookUp } = agency();
    const calls = [callUntil(9), callUntil(3), callUntil(7)];
    await Promise.all(calls.map((call, index) => lookUp.lookUpMany(people(`p${index}`), call)));

    expect(asked.map(({ call }) => call)).toEqual([calls[1]]);
  });

  it.each(['CONNECT', 'TIMEOUT', 'THROTTLED', 'SERVER_ERROR', 'CIRCUIT_OPEN', 'BULKHEAD_FULL'] as const)(
    'fail one by one when their call fails with %s, and nobody asks again',
    async (fault) => {
      const { asked, lookUp } = agency((ids) => (ids.includes('bad') ? fault : undefined));
      const requests = [people('a', 'bad'), people('b')].map((ids) => lookUp.lookUpMany(ids, CALL));
      const outcomes = await Promise.allSettled(requests);

      expect(outcomes).toEqual([
        expect.objectContaining({ reason: expect.objectContaining({ fault }) }),
        expect.objectContaining({ reason: expect.objectContaining({ fault }) }),
      ]);
      expect(asked).toHaveLength(1);
      expect([...(await lookUp.lookUpMany(people('b'), CALL)).keys()]).toEqual(['b']);
    },
  );

  it.each(['MALFORMED', 'REJECTED_REQUEST'] as const)(
    'each ask alone when the shared answer is %s, so that one record spoils one answer',
    async (fault) => {
      const { asked, lookUp } = agency((ids) => (ids.includes('bad') ? fault : undefined));
      const requests = [people('a', 'bad'), people('b'), people('c')].map((ids) => lookUp.lookUpMany(ids, CALL));
      const outcomes = await Promise.allSettled(requests);

      expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
      expect(asked.map(({ ids }) => ids)).toEqual([['a', 'bad', 'b', 'c'], ['a', 'bad'], ['b'], ['c']]);
    },
  );

  it('fail without asking again when the one asker had the call to itself', async () => {
    const { asked, lookUp } = agency(() => 'MALFORMED');

    await expect(lookUp.lookUpMany(people('a'), CALL)).rejects.toMatchObject({ fault: 'MALFORMED' });
    expect(asked).toHaveLength(1);
  });

  it('do not ask about nobody, and leave it to the agency to refuse too many', async () => {
    const { asked, lookUp } = agency();

    expect(await lookUp.lookUpMany([], CALL)).toEqual(new Map());
    await lookUp.lookUpMany(people('a', 'b', 'c', 'd', 'e', 'f'), CALL);
    expect(asked.map(({ ids }) => ids.length)).toEqual([0, 6]);
  });
});
