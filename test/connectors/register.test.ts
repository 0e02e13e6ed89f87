import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { configuredAgencies } from '#app/configured-agencies.ts';
import { connectorRegister, connectorSettingsShape, createConnectors } from '#connectors/index.ts';
import { agencyCode, type AgencyRole } from '#domain/agencies/agency-code.ts';

const shape = z.object(connectorSettingsShape);
const secret = `whsec_${Buffer.alloc(24, 1).toString('base64')}`;

function faultOf(settings: Record<string, string>): string | undefined {
  return shape
    .safeParse(settings)
    .error?.issues.map((issue) => `${issue.path[0]?.toString()} ${issue.message}`)
    .join('; ');
}

const addresses = {
  COURT_URL: 'http://127.0.0.1:1',
  HR_BUREAU_URL: 'https://hr.internal/front',
  CIVIL_AFFAIRS_URL: 'http://127.0.0.1:2',
  MEDICAL_INSURANCE_URL: 'http://127.0.0.1:5',
  LEGAL_AID_URL: 'http://127.0.0.1:3',
  PSYCHOLOGICAL_SERVICE_URL: 'http://127.0.0.1:4',
  BANK_URL: 'http://127.0.0.1:6',
};

describe('the register of agencies', () => {
  it('connects windows always, and agencies with a system once their address is set', async () => {
    const none = createConnectors(shape.parse({}), configuredAgencies({}));
    const all = createConnectors(shape.parse(addresses), configuredAgencies(addresses));

    expect([...none.values()].filter(({ channel }) => channel !== 'WINDOW')).toEqual([]);
    expect([...none.keys()]).toEqual(expect.arrayContaining(['township', 'union', 'education', 'charity']));
    expect([...all.keys()]).toEqual([
      ...connectorRegister.map(({ code }) => code),
      ...configuredAgencies({}).agencies.map(({ code }) => code),
    ]);
    await Promise.all([...all.values()].map((connector) => connector.close()));
  });

  it('names no agency twice and gives no role to two', async () => {
    const configured = configuredAgencies(addresses);
    const codes = [...connectorRegister, ...configured.agencies].map(({ code }) => code);
    const connectors = [...createConnectors(shape.parse(addresses), configured).values()];
    const roles = connectors.flatMap((connector) => connector.roles);

    expect(new Set(codes).size).toBe(codes.length);
    expect(new Set(roles).size).toBe(roles.length);
    await Promise.all(connectors.map((connector) => connector.close()));
  });

  it('plays every role that an office of the demo city keeps', async () => {
    const connectors = createConnectors(shape.parse(addresses), configuredAgencies(addresses));
    const { agencies } = parse(readFileSync('prisma/seed/agencies.yaml', 'utf8')) as {
      agencies: readonly { code: string; offices: readonly { role: AgencyRole }[] }[];
    };

    const unplayed = agencies.flatMap(({ code, offices }) =>
      offices
        .filter(({ role }) => !connectors.get(agencyCode(code))?.roles.includes(role))
        .map(({ role }) => `${code} ${role}`),
    );

    expect(agencies.length).toBeGreaterThan(0);
    expect(unplayed).toEqual([]);
    await Promise.all([...connectors.values()].map((connector) => connector.close()));
  });

  it.each([
    [{ COURT_URL: 'ftp://court' }, 'COURT_URL'],
    [{ COURT_URL: 'http://user:word@court' }, 'COURT_URL'],
    [{ HR_BUREAU_URL: 'hr.internal' }, 'HR_BUREAU_URL'],
    [{ COURT_WEBHOOK_SECRETS: 'whsec_c2hvcnQ=' }, 'COURT_WEBHOOK_SECRETS'],
    [{ CIVIL_AFFAIRS_WEBHOOK_SECRETS: 'not a secret' }, 'CIVIL_AFFAIRS_WEBHOOK_SECRETS'],
    [{ COURT_CODE: '450103' }, 'COURT_CODE'],
    [{ MEDICAL_INSURANCE_AREA: '桂江市' }, 'MEDICAL_INSURANCE_AREA'],
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
