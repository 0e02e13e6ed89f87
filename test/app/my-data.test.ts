import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMIT_DEFAULTS } from '#app/limits/limit-settings.ts';
import { HUANG, hardshipCase, QIN, wageCase } from '../resolvers/support/case-inputs.ts';
import { type CaseSeen, opened } from '../resolvers/support/case-operations.ts';
import { type ServedTestApp, serveTestApp } from '../support/serve-test-app.ts';

const MY_DATA = readFileSync(path.join(import.meta.dirname, '../../operations/my-data.graphql'), 'utf8');

interface MyData {
  readonly data: {
    readonly viewer: {
      readonly person: {
        readonly name: string;
        readonly residentId: string;
        readonly phone: string;
        readonly cases: {
          readonly nodes: readonly {
            readonly acceptanceNo: string;
            readonly form: object;
            readonly consents: readonly { readonly line: string }[];
            readonly timeline: readonly object[];
          }[];
        };
      };
    };
    readonly accessLog: {
      readonly nodes: readonly { readonly purpose: { readonly label: { readonly zh: string } } }[];
    };
  };
  readonly extensions: { readonly cost: { readonly requested: number; readonly limit: number } };
}

let house: ServedTestApp;
let own: CaseSeen;

beforeAll(async () => {
  house = await serveTestApp({ doors: () => ({ limits: LIMIT_DEFAULTS }) });
  own = await opened(house, wageCase({ applicant: QIN }));
  await opened(house, hardshipCase({ applicant: HUANG }));
  await house.run('window', 'query ($id: ID!) { case(id: $id) { form } }', { id: own.id });
});
afterAll(() => house.close());

describe('what is held on a worker', () => {
  it('is given to them whole, within what one operation of a worker may cost', async () => {
    const response = await house.post('worker', { query: MY_DATA });
    const { data, extensions } = (await response.json()) as MyData;

    expect(response.status).toBe(200);
    expect(data.viewer.person).toMatchObject({ name: QIN.name, residentId: QIN.residentId, phone: QIN.phone });
    expect(data.viewer.person.cases.nodes).toMatchObject([
      { acceptanceNo: own.acceptanceNo, form: { facts: '站点三个月未发工资' } },
    ]);
    expect(data.viewer.person.cases.nodes[0]?.consents.map(({ line }) => line)).toEqual([
      'arbitration-share',
      'court-share',
      'mediation-share',
    ]);
    expect(data.viewer.person.cases.nodes[0]?.timeline.length).toBeGreaterThan(0);
    expect(data.accessLog.nodes.map(({ purpose }) => purpose.label.zh)).toContain('窗口受理');
    expect(extensions.cost.requested).toBeLessThan(extensions.cost.limit);
  });

  it('has nothing of anybody else in it', async () => {
    const text = await (await house.post('worker', { query: MY_DATA })).text();

    for (const clear of [HUANG.name, HUANG.residentId, HUANG.phone]) expect(text).not.toContain(clear);
  });
});
