import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '#app/create-app.ts';
import { listen, type Listening } from '#store/listen.ts';
import { continueKeyRotation } from '#usecases/keys/continue-key-rotation.ts';
import { retireKey } from '#usecases/keys/retire-key.ts';
import { QIN, WEI } from '../../resolvers/support/case-inputs.ts';
import { fakeAgency } from '../support/fake-agency.ts';
import { openStage, type Stage } from '../support/stage.ts';
import { beginRotation, sealingKey } from './support/key-house.ts';

const READ = /* GraphQL */ `
  query Read($residentId: String!) {
    personByResidentId(residentId: $residentId) {
      person {
        nameMasked
        cases(first: 5) {
          nodes {
            form
          }
        }
      }
    }
    people(first: 20) {
      nodes {
        nameMasked
        residentIdMasked
        phoneMasked
      }
    }
    cases(first: 10) {
      nodes {
        form
        applicant {
          nameMasked
        }
        timeline {
          note
        }
      }
    }
  }
`;
/** Small, so that the rotation is long compared with a read. */
const PACE = { pageSize: 5, pagesPerTurn: 3 };

describe('a rotation under load', () => {
  let stage: Stage;
  let second: App;
  const listening: Listening[] = [];

  beforeAll(async () => {
    stage = await openStage([fakeAgency()]);
    second = await stage.secondApp();
    for (const app of [stage.app, second])
      listening.push(
        await listen(
          app.databaseUrl,
          ['keys'],
          () => void app.keys.refresh(),
          () => {},
          () => {},
        ),
      );
    for (let number = 0; number < 10; number += 1) await stage.openMediation();
  });
  afterAll(async () => {
    for (const each of listening) await each.stop();
    await stage.close();
  });

  it('fails no read and no write, and afterwards nothing names the old key', async () => {
    const before = await sealingKey(stage.app);
    const over = new AbortController();
    let reads = 0;
    let writes = 0;
    const faults: unknown[] = [];
    const whileRunning = async (work: () => Promise<void>): Promise<void> => {
      while (!over.signal.aborted) await work().catch((error: unknown) => void faults.push(error));
    };
    const read = async (): Promise<void> => {
      const who = reads % 2 ? QIN : WEI;
      const { errors } = await stage.run('window', READ, { residentId: who.residentId });
      faults.push(...errors);
      reads += 1;
    };
    const write = async (): Promise<void> => {
      const { effectId } = await stage.openMediation();
      await second.system.dispatchEffect(effectId);
      writes += 1;
    };
    const load = [read, read, write].map(whileRunning);

    const id = await beginRotation(stage.app, [second]);
    const rotation = async () => second.dependencies.stores.keyRotations.find(id);
    while (!(await rotation())?.finishedAt) await continueKeyRotation(second.dependencies, id, PACE);
    over.abort();
    await Promise.all(load);

    expect(faults.map((fault) => JSON.stringify(fault))).toEqual([]);
    expect(reads).toBeGreaterThan(5);
    expect(writes).toBeGreaterThan(2);
    expect((await rotation())?.place.broken).toBe(0);
    expect(await stage.app.dependencies.stores.sealedColumns.naming({ kind: 'DATA_KEY', id: before })).toEqual([]);
    expect(await retireKey(stage.app.dependencies, before, 'test')).toEqual({ end: 'RETIRED' });
    expect((await stage.run('window', READ, { residentId: QIN.residentId })).errors).toEqual([]);
    console.log(`${reads} reads and ${writes} writes while ${(await rotation())?.resealed} values were sealed anew`);
  });
});
