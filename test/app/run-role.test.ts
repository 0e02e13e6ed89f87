import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

/** A process of ours in which this happens once it is up; it ends by itself a little later. */
function roleIn(what: string): { status: number | null; out: string } {
  const script = `
    import { buildSchema, graphql, GraphQLError } from 'graphql';
    import { runRole } from '#app/run-role.ts';
    await runRole('test', async () => {
      setTimeout(() => process.exit(7), 300);
      ${what}
      return { stop: async () => {} };
    });`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module-typescript', '-e', script], {
    encoding: 'utf8',
    env: { ...process.env, ONEDOOR_MODE: 'demo', LOG_LEVEL: 'error' },
  });
  return { status, out: stdout + stderr };
}

/** Of two items the first fails later than the second. */
const LIST_GIVEN_UP = `
  const schema = buildSchema('type Query { items: [Item!] } type Item { late: Int! now: Int! }');
  const late = async () => { await new Promise((settle) => setTimeout(settle, 20)); throw new Error('late'); };
  const items = [{ late, now: 1 }, { late: 1, now: () => { throw new Error('at once'); } }];
  const answer = await graphql({ schema, source: '{ items { late now } }', rootValue: { items } });
  process.stdout.write(JSON.stringify(answer));`;

describe('a process of ours', () => {
  it('goes on when a field fails whose list was given up before', () => {
    const { status, out } = roleIn(LIST_GIVEN_UP);

    expect(out).toContain('"items":null');
    expect(out).toContain('a field failed after its list had been given up');
    expect(status).toBe(7);
  });

  it.each(["void Promise.reject(new Error('nobody'));", "setTimeout(() => { throw new Error('nobody'); }, 5);"])(
    'ends on any other error that nobody caught: %s',
    (what) => {
      expect(roleIn(what).status).toBe(1);
    },
  );
});
