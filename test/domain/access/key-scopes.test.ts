import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PARTNER_KEY_SCOPES, type PartnerKeyScope, ROOT_FIELD_SCOPES, scopesOpen } from '#domain/access/key-scopes.ts';
import { mayUseRootField, ROOT_FIELD_POLICY } from '#domain/access/root-field-policy.ts';
import { VIEWER_ROLES } from '#domain/access/viewer.ts';
import { makeViewer } from './viewers.ts';

const fields = Object.keys(ROOT_FIELD_POLICY);
const ofKeys = fields.filter((field) =>
  ROOT_FIELD_POLICY[field]?.some((role) => role === 'AGENCY' || role === 'PARTNER'),
);
const keyWith = (...scopes: PartnerKeyScope[]) => ({ partnerKey: { id: 'k', scopes } });
const someScopes = fc.subarray([...PARTNER_KEY_SCOPES]);

describe('the scopes of partner keys', () => {
  it('speak of every root field that agencies and partners may use, and of no other', () => {
    expect(ofKeys.length).toBeGreaterThan(40);
    expect(Object.keys(ROOT_FIELD_SCOPES).toSorted()).toEqual(ofKeys.toSorted());
  });

  it('each open something, and what agencies may change', () => {
    for (const scope of PARTNER_KEY_SCOPES)
      expect(Object.values(ROOT_FIELD_SCOPES).filter((asked) => asked === scope).length).toBeGreaterThan(0);
  });

  it.each(fields)('let a key use %s by its role and a scope of that field, by neither alone', (field) => {
    const asked = ROOT_FIELD_SCOPES[field];
    for (const role of VIEWER_ROLES) {
      const byRole = mayUseRootField(makeViewer(role), field);
      for (const scope of PARTNER_KEY_SCOPES)
        expect(mayUseRootField(makeViewer(role, keyWith(scope)), field), `${role} with ${scope}`).toBe(
          byRole && (asked === 'EVERY_KEY' || asked === scope),
        );
    }
  });

  it('never open more than the role alone would', () => {
    fc.assert(
      fc.property(fc.constantFrom(...VIEWER_ROLES), fc.constantFrom(...fields), someScopes, (role, field, scopes) => {
        const withKey = mayUseRootField(makeViewer(role, keyWith(...scopes)), field);
        expect(withKey && !mayUseRootField(makeViewer(role), field)).toBe(false);
      }),
    );
  });

  it('give a key without any what every key has: to ask who it is', () => {
    const open = fields.filter((field) => mayUseRootField(makeViewer('AGENCY', keyWith()), field));

    expect(open.toSorted()).toEqual(['node', 'nodes', 'rateLimit', 'viewer']);
    expect(fields.filter((field) => mayUseRootField(makeViewer('PARTNER', keyWith()), field))).toEqual([
      'viewer',
      'rateLimit',
    ]);
  });

  it('let no key make, change or see keys, whatever it holds', () => {
    const all = makeViewer('AGENCY', keyWith(...PARTNER_KEY_SCOPES));
    const verbs = fields.filter((field) => /partnerKey/i.test(field));

    expect(verbs).toHaveLength(5);
    expect(verbs.filter((field) => mayUseRootField(all, field))).toEqual([]);
  });

  it.each(['', 'constructor', '__proto__', 'toString', 'CASE', '__schema'])('open no field called %j', (field) => {
    expect(scopesOpen([...PARTNER_KEY_SCOPES], field)).toBe(false);
  });
});
