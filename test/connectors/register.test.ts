import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { connectorRegister, connectorSettingsShape, createConnectors } from '#connectors/index.ts';
import { AGENCY_ROLES } from '#domain/agencies/agency-code.ts';

const shape = z.object(connectorSettingsShape);
const secret = `whsec_${Buffer.alloc(24, 1).toString('base64')}`;

function faultOf(settings: Record<string, string>): string | undefined {
  return shape
    .safeParse(settings)
    .error?.issues.map((issue) => `${issue.path[0]?.toString()} ${issue.message}`)
    .join('; ');
}

describe('the register of agencies', () => {
  it('connects windows always, and agencies with a system once their address is set', async () => {
    const none = createConnectors(shape.parse({}));
    const all = createConnectors(
      shape.parse({
        COURT_URL: 'http://127.0.0.1:1',
        HR_BUREAU_URL: 'https://hr.internal/front',
        CIVIL_AFFAIRS_URL: 'http://127.0.0.1:2',
      }),
    );

    expect([...none.keys()]).toEqual(['township', 'union']);
    expect([...all.keys()]).toEqual(connectorRegister.map(({ code }) => code));
    await Promise.all([...all.values()].map((connector) => connector.close()));
  });

  it('names no agency twice and plays every role of the plans once', () => {
    const settings = {
      COURT_URL: 'http://127.0.0.1:1',
      HR_BUREAU_URL: 'http://127.0.0.1:1',
      CIVIL_AFFAIRS_URL: 'http://127.0.0.1:1',
    };
    const roles = [...createConnectors(shape.parse(settings)).values()].flatMap((connector) => connector.roles);

    expect(new Set(connectorRegister.map(({ code }) => code)).size).toBe(connectorRegister.length);
    expect(roles.toSorted()).toEqual(AGENCY_ROLES.filter((role) => role !== 'LEGAL_AID').toSorted());
  });

  it.each([
    [{ COURT_URL: 'ftp://court' }, 'COURT_URL'],
    [{ COURT_URL: 'http://user:word@court' }, 'COURT_URL'],
    [{ HR_BUREAU_URL: 'hr.internal' }, 'HR_BUREAU_URL'],
    [{ COURT_WEBHOOK_SECRETS: 'whsec_c2hvcnQ=' }, 'COURT_WEBHOOK_SECRETS'],
    [{ CIVIL_AFFAIRS_WEBHOOK_SECRETS: 'not a secret' }, 'CIVIL_AFFAIRS_WEBHOOK_SECRETS'],
    [{ COURT_CODE: '450103' }, 'COURT_CODE'],
  ])('refuses %j by name, without repeating it', (settings, variable) => {
    const fault = faultOf(settings);

    expect(fault).toMatch(new RegExp(`^${variable} `));
    expect(fault).not.toContain(Object.values(settings)[0]);
  });

  it('takes both secrets of a rotation', () => {
    const { COURT_WEBHOOK_SECRETS: secrets } = shape.parse({ COURT_WEBHOOK_SECRETS: `${secret}, ${secret}` });

    expect(secrets).toEqual([Buffer.alloc(24, 1), Buffer.alloc(24, 1)]);
  });
});
