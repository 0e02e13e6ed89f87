import type { GraphQLSchema } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { createSchema, readSdl } from '#app/create-schema.ts';
import { createAdmission } from '#app/limits/admit-operation.ts';
import { documentHash } from '#app/limits/examine-document.ts';
import { LIMIT_DEFAULTS, type LimitSettings } from '#app/limits/limit-settings.ts';
import { NO_TRUSTED_DOCUMENTS, type TrustedDocuments } from '#app/limits/trusted-documents.ts';
import { VIEWER_ROLES, type Viewer, type ViewerRole } from '#domain/access/viewer.ts';

const START = Date.UTC(2026, 10, 21);
const PAGE = 'query ($first: Int) { cases(first: $first) { nodes { id } } }';
const LOOK_UP = 'query ($n: String!) { personByResidentId(residentId: $n) { person { id } } }';
const OPEN = 'mutation ($i: OpenCaseInput!) { openCase(input: $i) { case { id } } }';

let schema: GraphQLSchema;
beforeAll(() => {
  schema = createSchema(readSdl());
});

const someone = (role: ViewerRole, subject = 'one'): Viewer => ({ subject, role, name: '', divisionCode: '990100' });

function trusting(mode: 'only' | 'also', ...texts: string[]): TrustedDocuments {
  const known = new Map(texts.map((text) => [documentHash(text), text]));
  return { mode, size: known.size, textOf: (hash) => known.get(hash) };
}

function door(settings: Partial<LimitSettings> = {}, trusted = NO_TRUSTED_DOCUMENTS) {
  let now = START;
  const admit = createAdmission(schema, { ...LIMIT_DEFAULTS, ...settings }, trusted, () => now);
  return {
    wait: (ms: number) => void (now += ms),
    ask(query: string, variables: Record<string, unknown> = {}, viewer = someone('WINDOW'), operationName?: string) {
      const admission = admit(viewer, { query, variables, operationName });
      if ('allowance' in admission) return admission.allowance;
      const { code, status, details, retryAfterSeconds } = admission.refusal;
      return { code, status, retryAfterSeconds, ...details };
    },
  };
}

const budgets = (points: number): LimitSettings['budgets'] =>
  Object.fromEntries(VIEWER_ROLES.map((role) => [role, points])) as LimitSettings['budgets'];

describe('an operation', () => {
  it('is admitted with what it cost and what is left', () => {
    const { ask } = door();

    expect(ask(PAGE, { first: 48 })).toEqual({
      cost: 50,
      limit: 60_000,
      remaining: 59_950,
      resetAt: new Date(START + 50),
    });
  });

  it('that is too deep is refused whatever the budget, and costs none of it', () => {
    const { ask } = door();
    const deep = `{ viewer { person ${'{ cases { nodes { applicant '.repeat(4)} { id } ${'} } }'.repeat(4)} } }`;

    expect(ask(deep)).toMatchObject({ code: 'QUERY_TOO_COMPLEX', status: 400, figure: 'depth', found: 15, limit: 10 });
    expect(ask('{ __typename }')).toMatchObject({ remaining: 59_999 });
  });

  it('that costs too much is refused, with what would be allowed', () => {
    const { ask } = door();

    const dear = '{ people(first: 100) { nodes { cases(first: 100) { nodes { applicant { id } } } } } }';

    expect(ask(dear)).toMatchObject({
      code: 'QUERY_TOO_COMPLEX',
      status: 400,
      figure: 'cost',
      found: 20_202,
      limit: 10_000,
    });
    expect(ask('{ __typename }')).toMatchObject({ remaining: 59_999 });
  });

  it('beyond the budget has to wait as long as it is told, and then is admitted', () => {
    const { ask, wait } = door({ budgets: budgets(100) });
    ask(PAGE, { first: 78 });

    const refused = ask(PAGE, { first: 38 });
    expect(refused).toEqual({
      code: 'RATE_LIMITED',
      status: 429,
      retryAfterSeconds: 12,
      meter: 'cost',
      cost: 40,
      limit: 100,
      remaining: 20,
      resetAt: new Date(START + 48_000),
    });
    wait(11_000);
    expect(ask(PAGE, { first: 38 })).toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: 1 });
    wait(1_000);
    expect(ask(PAGE, { first: 38 })).toMatchObject({ cost: 40, remaining: 0 });
  });

  it('takes from its viewer’s budget alone', () => {
    const { ask } = door({ budgets: budgets(50) });
    ask(PAGE, { first: 48 });

    expect(ask(PAGE, { first: 48 })).toMatchObject({ code: 'RATE_LIMITED' });
    expect(ask(PAGE, { first: 48 }, someone('WINDOW', 'two'))).toMatchObject({ cost: 50 });
    expect(ask(PAGE, { first: 48 }, someone('WORKER', 'one'))).toMatchObject({ cost: 50 });
  });

  it('that is none goes on to whoever says so, for the least there is', () => {
    const { ask } = door();

    for (const text of ['{', '', 'salary', '{ nobody }', '{'.repeat(20_000)])
      expect(ask(text)).toMatchObject({ cost: 1 });
    expect(ask('query a { cases { nodes { id } } } query b { __typename }')).toMatchObject({ cost: 1 });
    expect(ask('query a { cases { nodes { id } } } query b { __typename }', {}, someone('WINDOW'), 'a')).toMatchObject({
      cost: 22,
    });
  });

  it('of the whole contract is admitted for every role', () => {
    const { ask } = door();
    for (const role of VIEWER_ROLES)
      expect(ask('{ __schema { types { name } } }', {}, someone(role))).toMatchObject({ cost: 51 });
  });
});

describe('looking people up by their number', () => {
  it('is counted one by one, under other names too, and of everyone for themselves', () => {
    const { ask, wait } = door({ lookUpsPerMinute: 4 });
    const three =
      '{ a: personByResidentId(residentId: "1") { person { id } } b: personByResidentId(residentId: "2") { person { id } } c: personByResidentId(residentId: "3") { person { id } } }';

    expect(ask(three)).toHaveProperty('cost');
    expect(ask(three)).toMatchObject({
      code: 'RATE_LIMITED',
      status: 429,
      meter: 'lookUps',
      limit: 4,
      retryAfterSeconds: 30,
    });
    expect(ask(LOOK_UP, { n: '4' })).toHaveProperty('cost');
    expect(ask(LOOK_UP, { n: '5' })).toMatchObject({ code: 'RATE_LIMITED' });
    expect(ask(LOOK_UP, { n: '5' }, someone('WINDOW', 'two'))).toHaveProperty('cost');
    expect(ask(PAGE)).toHaveProperty('cost');
    wait(15_000);
    expect(ask(LOOK_UP, { n: '5' })).toHaveProperty('cost');
  });
});

describe('handing in cases', () => {
  it('is counted of a worker, by the hour, and not of a window', () => {
    const { ask, wait } = door({ casesPerWorkerHour: 2 });
    const worker = someone('WORKER');

    expect([ask(OPEN, {}, worker), ask(OPEN, {}, worker)].every((answer) => 'cost' in answer)).toBe(true);
    expect(ask(OPEN, {}, worker)).toMatchObject({ code: 'RATE_LIMITED', meter: 'openings', retryAfterSeconds: 1_800 });
    wait(30 * 60_000);
    expect(ask(OPEN, {}, worker)).toHaveProperty('cost');
    for (let times = 0; times < 100; times += 1) expect(ask(OPEN)).toHaveProperty('cost');
  });
});

describe('a trusted document', () => {
  const LONG = `{ viewer { person ${'{ cases { nodes { applicant '.repeat(4)} { id } ${'} } }'.repeat(4)} } }`;

  it('is held to no shape and no cost of one operation, but to the budget', () => {
    const { ask } = door({ maxOperationCost: 100, budgets: budgets(200) }, trusting('also', LONG, PAGE));

    expect(ask(LONG)).toHaveProperty('cost');
    expect(ask(PAGE, { first: 100 }, someone('WINDOW', 'two'))).toMatchObject({ cost: 102 });
    expect(ask(PAGE, { first: 100 }, someone('WINDOW', 'two'))).toMatchObject({ code: 'RATE_LIMITED' });
    expect(ask(`${PAGE} `, { first: 100 })).toMatchObject({ code: 'QUERY_TOO_COMPLEX' });
  });

  it('is all that a role without engineers may send, where an operator says so', () => {
    const { ask } = door({}, trusting('only', PAGE));
    const roles = (query: string) => VIEWER_ROLES.filter((role) => 'cost' in ask(query, {}, someone(role)));

    expect(roles(PAGE)).toEqual([...VIEWER_ROLES]);
    expect(roles('{ __typename }')).toEqual(['OPERATOR', 'AGENCY', 'PARTNER']);
    expect(ask('{ __typename }')).toMatchObject({ code: 'TRUSTED_DOCUMENT_REQUIRED', status: 403 });
  });
});
