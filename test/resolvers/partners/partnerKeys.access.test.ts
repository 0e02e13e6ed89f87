import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PersonaName } from '#app/personas.ts';
import { rowIdOf } from '#resolvers/global-id.ts';
import { bindPartnerUsecases } from '#usecases/partners/bind-partner-usecases.ts';
import { makeViewer, actingFor } from '../../domain/access/viewers.ts';
import { buildTestApp, type TestApp } from '../../support/build-test-app.ts';
import { changeKey, keyOf, keysOf, TRIAL } from '../../usecases/partners/support/partner-keys.ts';

let house: TestApp;
let ofCourt: string;
let ofNobody: string;

beforeAll(async () => {
  house = await buildTestApp({ now: new Date() });
  ofCourt = (await changeKey(house, 'court', 'createPartnerKey', TRIAL)).key.id;
  ofNobody = (await changeKey(house, 'operator', 'createPartnerKey', { ...TRIAL, scopes: [] })).key.id;
});

afterAll(() => house.close());

const OTHERS: readonly PersonaName[] = ['hr', 'civil-affairs', 'legal-aid'];
const STRANGERS: readonly PersonaName[] = [
  'window',
  'mediator',
  'township',
  'supervisor',
  'worker',
  'auditor',
  'anonymous-partner',
];

describe('a key of the court', () => {
  it('is seen by the court and by the operator', async () => {
    for (const persona of ['court', 'operator'] as const)
      expect(await keyOf(house, persona, ofCourt)).toMatchObject({ id: ofCourt });
    expect(await keysOf(house, 'court')).toMatchObject([{ id: ofCourt }]);
    expect(await keysOf(house, 'operator')).toHaveLength(2);
    expect(await keysOf(house, 'operator', '(agencyCode: "court")')).toHaveLength(1);
  });

  it.each(OTHERS)('is not there for %s', async (persona) => {
    const { data } = await house.run<{ nodes: readonly unknown[] }>(
      persona,
      'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }',
      { ids: [ofCourt, ofNobody] },
    );

    expect(data.nodes).toEqual([null, null]);
    expect(await keysOf(house, persona, '(agencyCode: "court")')).toEqual([]);
    expect(await keyOf(house, persona, ofCourt)).toBeNull();
  });

  it.each(
    OTHERS.flatMap((persona) => (['rotatePartnerKey', 'revokePartnerKey'] as const).map((verb) => ({ persona, verb }))),
  )('$verb by $persona finds nothing, as if it had never been', async ({ persona, verb }) => {
    const missing = Buffer.from('pky:01990000-0000-7000-8000-000000000001').toString('base64url');
    const more = verb === 'revokePartnerKey' ? { reason: 'LEAKED' } : {};

    const theirs = await changeKey(house, persona, verb, { ...more, keyId: ofCourt });
    const nobodys = await changeKey(house, persona, verb, { ...more, keyId: missing });

    expect(theirs.userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['keyId'] }]);
    expect(theirs).toEqual(nobodys);
    expect(await keyOf(house, 'court', ofCourt)).toMatchObject({ state: 'ACTIVE' });
  });

  it.each(STRANGERS)('is nothing that %s may ask about', async (persona) => {
    const { errors } = await house.run(persona, '{ partnerKeys { nodes { id } } }');

    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });

  it('is out of reach for an engineer with fewer roles: its secret would give them the others', async () => {
    const clerk = makeViewer('AGENCY', actingFor('court', 'COURT_FILING'));
    const usecases = bindPartnerUsecases(house.app.dependencies, clerk);
    const keyId = rowIdOf('PartnerKey', ofCourt) ?? '';

    expect(await usecases.findPartnerKey(keyId)).toBeUndefined();
    await expect(
      usecases.rotatePartnerKey({ idempotencyKey: house.app.dependencies.ids.next(), keyId, graceHours: 1 }),
    ).rejects.toThrow('NOT_FOUND');
  });
});
