import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAuthenticate } from '#app/authenticate.ts';
import { createContext } from '#app/create-context.ts';
import { personaToken, type PersonaName } from '#app/personas.ts';
import { demoSecrets } from '#app/secrets.ts';
import type { Loaders } from '#domain/loaders.ts';
import type { Person } from '#domain/registry/person.ts';
import { type AgencyProcess, startAgency } from '../../sandbox/support/start-agency.ts';
import { buildTestApp, type TestApp } from '../../support/build-test-app.ts';
import { countLookUps } from '../support/count-look-ups.ts';

/** 覃桂兰, who is the persona `worker`, and somebody else. */
const QIN = '990101198603120018';
const OTHER = '990101197505120079';
const PAGE = '{ people(first: 20) { nodes { id dockets { status dockets { docketNumber } } } } }';

const lookUps = countLookUps();
let court: AgencyProcess;
let house: TestApp;
let qin: Person;
let other: Person;

beforeAll(async () => {
  court = await startAgency('court');
  house = await buildTestApp({ agencies: { COURT_URL: court.url }, wrapConnectors: lookUps.wrap });
  [qin, other] = await Promise.all([find(QIN), find(OTHER)]);
});

beforeEach(() => void lookUps.take());

afterAll(async () => {
  await house.close();
  await court.dispose();
});

async function find(residentId: string): Promise<Person> {
  const person = await house.app.dependencies.stores.people.findByResidentId(residentId as never);
  if (!person) throw new Error('nobody carries that number');
  return person;
}

/** The loaders of one request. */
async function loadersOf(who: PersonaName): Promise<Loaders> {
  const { viewer } = await createAuthenticate(demoSecrets())({ authorization: `Bearer ${await personaToken(who)}` });
  if (!viewer) throw new Error(`no viewer for ${who}`);
  return createContext(house.app, { viewer, language: 'zh', requestId: who, purpose: { code: 'INTAKE' } }).loaders;
}

describe('requests of several viewers at once', () => {
  it('share one call, and each viewer sees what they may and nothing that another asked for', async () => {
    const [window, worker] = await Promise.all([loadersOf('window'), loadersOf('worker')]);
    const [ofOther, ofQin, hers, denied] = await Promise.all([
      window.docketsOfPerson.load(other),
      window.docketsOfPerson.load(qin),
      worker.docketsOfPerson.load(qin),
      worker.docketsOfPerson.load(other),
    ]);

    expect(lookUps.take()).toEqual({ court: [2] });
    expect(ofOther?.status).not.toBe('DENIED');
    expect(hers).toEqual(ofQin);
    expect(denied).toMatchObject({ status: 'DENIED', agencyCode: 'court' });
    expect(denied).not.toHaveProperty('answer');
  });

  it('never ask about somebody whom only a viewer without the right asked for', async () => {
    const [worker, again] = await Promise.all([loadersOf('worker'), loadersOf('worker')]);
    const [denied] = await Promise.all([worker.docketsOfPerson.load(other), again.docketsOfPerson.load(qin)]);

    expect(lookUps.take()).toEqual({ court: [1] });
    expect(denied?.status).toBe('DENIED');
  });

  it('make fewer calls than requests, and answer each as if it were alone', async () => {
    const alone = await house.run('window', PAGE);
    lookUps.take();
    const answers = await Promise.all(Array.from({ length: 24 }, () => house.run('window', PAGE)));

    expect(answers).toEqual(answers.map(() => alone));
    expect(lookUps.take()['court']?.length).toBeLessThan(24);
  });
});
