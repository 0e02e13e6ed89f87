import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { PersonaName } from '#app/personas.ts';
import { globalId } from '#resolvers/global-id.ts';
import { wakeUp } from '#store/wake-up.ts';
import { type ServedTestApp, serveTestApp } from '../../support/serve-test-app.ts';
import { QIN, wageCase } from '../support/case-inputs.ts';
import { type CaseSeen, opened } from '../support/case-operations.ts';
import { changeReferral } from '../support/change-operations.ts';
import { stream, watch } from '../support/watch.ts';

const CHANGED = `subscription ($id: ID!) {
  caseChanged(id: $id) { id version status referrals { status } timeline { sequence } deadlines { status rule { key } } }
}`;

/** With its ears at the database, as the gateway has them. */
let house: ServedTestApp;
const open: AsyncGenerator[] = [];

beforeAll(async () => {
  house = await serveTestApp();
});

afterEach(() => {
  for (const events of open.splice(0)) void events.return(undefined);
});

afterAll(() => house.close());

async function watchCase(as: PersonaName, id: string) {
  const events = stream(await watch(house.app, as, CHANGED, { id }));
  open.push(events);
  return {
    async next() {
      const { value, done } = await events.next();
      if (done) throw new Error('the stream ended');
      expect(value.errors).toBeUndefined();
      return value.data?.['caseChanged'] as Pick<CaseSeen, 'id' | 'version' | 'status' | 'referrals' | 'timeline'>;
    },
  };
}

describe('whoever watches a case', () => {
  it('is told at once how it is, and the whole new state after each change', async () => {
    const { id, referrals } = await opened(house, wageCase());
    const watched = await watchCase('window', id);

    const present = await watched.next();
    await changeReferral(house, 'mediator', 'acceptReferral', { referralId: referrals[0]?.id });
    const accepted = await watched.next();
    await changeReferral(house, 'mediator', 'completeReferral', { referralId: referrals[0]?.id, outcome: 'AGREED' });
    const finished = await watched.next();

    expect(present).toMatchObject({ id, version: 1, status: 'IN_PROGRESS', referrals: [{ status: 'DRAFTED' }] });
    expect(accepted).toMatchObject({ version: 2, referrals: [{ status: 'ACCEPTED' }] });
    expect(finished).toMatchObject({ version: 3, status: 'AWAITING_RATING', referrals: [{ status: 'COMPLETED' }] });
    expect(finished.timeline.length).toBeGreaterThan(accepted.timeline.length);
  });

  it('misses nothing that happens while the first state is being sent', async () => {
    const { id, referrals } = await opened(house, wageCase());
    const watched = await watchCase('window', id);
    const present = await watched.next();

    // Nobody has asked for the next state yet.
    await changeReferral(house, 'mediator', 'acceptReferral', { referralId: referrals[0]?.id });
    await caughtUp();
    const next = await watched.next();

    expect([present.version, next.version]).toEqual([1, 2]);
  });

  it('hears nothing of other cases', async () => {
    const [mine, other] = [await opened(house, wageCase()), await opened(house, wageCase())];
    const watched = await watchCase('window', mine.id);
    await watched.next();

    await changeReferral(house, 'mediator', 'acceptReferral', { referralId: other.referrals[0]?.id });
    await changeReferral(house, 'mediator', 'startReferral', { referralId: mine.referrals[0]?.id });

    expect(await watched.next()).toMatchObject({ id: mine.id, referrals: [{ status: 'IN_HANDLING' }] });
  });

  it('may be the worker, for their own case', async () => {
    const { id } = await opened(house, wageCase({ applicant: QIN }));

    expect(await (await watchCase('worker', id)).next()).toMatchObject({ id, status: 'IN_PROGRESS' });
  });

  it('sees, as an agency, its own referrals only', async () => {
    const { id, referrals } = await opened(house, wageCase());
    await changeReferral(house, 'mediator', 'completeReferral', { referralId: referrals[0]?.id, outcome: 'FAILED' });

    const forHr = await (await watchCase('hr', id)).next();
    const forWindow = await (await watchCase('window', id)).next();

    expect(forWindow.referrals).toHaveLength(2);
    expect(forHr.referrals).toEqual([{ status: 'DRAFTED' }]);
  });

  it.each<[PersonaName, string]>([
    ['worker', 'someone else’s case'],
    ['court', 'a case that was not sent to it'],
    ['township', 'a case that was not sent to it'],
  ])('as %s is refused %s as if it were not there', async (persona) => {
    const { id } = await opened(house, wageCase());

    const refused = await firstErrorOf(persona, id);
    const missing = await firstErrorOf(persona, globalId('Case', crypto.randomUUID()));

    expect(refused).toMatchObject({ extensions: { code: 'NOT_FOUND' } });
    expect(refused?.message).toBe(missing?.message);
  });

  it.each(['operator', 'auditor', 'anonymous-partner'] as const)('is not %s', async (persona) => {
    const { id } = await opened(house, wageCase());

    house.takeQueryCount();
    const refused = await firstErrorOf(persona, id);

    expect(refused).toMatchObject({ extensions: { code: 'FORBIDDEN' } });
    expect(house.takeQueryCount()).toBe(0);
  });
});

async function firstErrorOf(as: PersonaName, id: string) {
  const answer = await watch(house.app, as, CHANGED, { id });
  if (!(Symbol.asyncIterator in answer)) return answer.errors?.[0]?.toJSON();
  return answer.next().then(
    () => undefined,
    (error: { toJSON?(): object }) => error as unknown as { message: string; extensions: object },
  );
}

/** Until this process has been told of everything that was committed before. */
async function caughtUp(): Promise<void> {
  const marker = crypto.randomUUID();
  const heard = house.app.changes.changesOf(marker)[Symbol.asyncIterator]().next();
  // Notices keep their order: this one comes after all that are under way.
  await wakeUp(house.app.database.prisma, 'changes', marker);
  await heard;
}
