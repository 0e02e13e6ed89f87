import { describe, expect, it } from 'vitest';
import { ClaimMap, OUR_OWN_CLAIMS, viewerOf } from '#app/identity/claim-map.ts';

/** As a Keycloak of a province might issue them. */
const PROVINCIAL = {
  sub: 'f3b1',
  preferred_username: '窗口一号',
  realm_access: { roles: ['offline_access', 'gh-window', 'uma_authorization'] },
  'https://id.gx.example/org': { code: '990100', dept: 'gh' },
};
const PROVINCIAL_MAP = ClaimMap.parse({
  name: 'preferred_username',
  role: { path: 'realm_access.roles', values: { 'gh-window': 'WINDOW', 'gh-supervisor': 'SUPERVISOR' } },
  division: ['https://id.gx.example/org', 'code'],
  agency: { path: ['https://id.gx.example/org', 'dept'], values: { gh: 'union', fy: 'court' } },
  roles: { path: 'realm_access.roles', values: { 'gh-window': 'UNION_WINDOW' } },
});

/** A machine of an agency: client credentials have no person, and so no name. */
const MACHINE = { sub: 'court-live', client_id: 'court-live', scope: 'onedoor' };
const MACHINE_MAP = ClaimMap.parse({
  role: { constant: 'AGENCY' },
  division: { constant: '990101' },
  agency: { path: 'client_id', values: { 'court-live': 'court' } },
  roles: { path: 'client_id', values: { 'court-live': 'COURT_FILING' } },
});

describe('claims of another house', () => {
  it('are read by the map of their issuer', () => {
    expect(viewerOf(PROVINCIAL, PROVINCIAL_MAP)).toEqual({
      subject: 'f3b1',
      name: '窗口一号',
      role: 'WINDOW',
      divisionCode: '990100',
      actsFor: { agencyCode: 'union', roles: ['UNION_WINDOW'] },
      personId: undefined,
    });
  });

  it('of a machine need no name', () => {
    expect(viewerOf(MACHINE, MACHINE_MAP)).toMatchObject({
      name: '',
      role: 'AGENCY',
      actsFor: { agencyCode: 'court', roles: ['COURT_FILING'] },
    });
  });

  it.each<[string, object, ClaimMap]>([
    ['two of our roles at once', { realm_access: { roles: ['gh-window', 'gh-supervisor'] } }, PROVINCIAL_MAP],
    ['none of our roles', { realm_access: { roles: ['offline_access'] } }, PROVINCIAL_MAP],
    ['our own word for a role that is not in the map', { realm_access: { roles: ['SUPERVISOR'] } }, PROVINCIAL_MAP],
    ['a role every object has', { realm_access: { roles: ['constructor', 'toString'] } }, PROVINCIAL_MAP],
    ['a text where a path goes on', { realm_access: 'gh-window' }, PROVINCIAL_MAP],
    ['a list where a path goes on', { 'https://id.gx.example/org': ['990100'] }, PROVINCIAL_MAP],
  ])('that name %s name nobody', (_kind, differs, map) => {
    expect(viewerOf({ ...PROVINCIAL, ...differs }, map)).toBeUndefined();
  });

  it('of a machine nobody listed act for no agency', () => {
    expect(viewerOf({ ...MACHINE, client_id: 'other' }, MACHINE_MAP)).toMatchObject({ actsFor: undefined });
  });

  it('are never read from what every object has', () => {
    const map = ClaimMap.parse({ name: 'constructor.name', subject: '__proto__.x' });

    expect(viewerOf({ sub: 'x', role: 'WINDOW', division: '990100' }, map)).toBeUndefined();
    expect(
      viewerOf({ sub: 'x', role: 'WINDOW', division: '990100' }, ClaimMap.parse({ name: 'constructor.name' })),
    ).toMatchObject({ name: '' });
  });

  it('of our own making need no map', () => {
    const claims = {
      sub: 'w',
      name: '覃',
      role: 'WORKER',
      division: '990101',
      person: '01990000-0000-7000-8000-000000000001',
    };

    expect(viewerOf(claims, OUR_OWN_CLAIMS)).toMatchObject({ role: 'WORKER', personId: claims.person });
  });
});
