import { describe, expect, it } from 'vitest';
import { layerOf, MAY_IMPORT, refusalOf } from './support/import-rule.ts';
import { importsOf, isResolved, type Import } from './support/imports.ts';
import { readText, repositoryFiles } from './support/repository-files.ts';

const files = repositoryFiles().filter((path) => /^(src|sandbox)\/.*\.ts$/.test(path));
const imports = files.flatMap((path) => importsOf(path, readText(path)));

function arrow(from: string, specifier: string): Import {
  const [found] = importsOf(from, `import { a } from '${specifier}';`);
  if (found === undefined) throw new Error(`no import read in ${from}`);
  return found;
}

describe('imports point to the domain', () => {
  it('reads the code it judges', () => {
    expect(files.length).toBeGreaterThan(50);
    expect(imports.filter(({ target }) => target !== undefined).length).toBeGreaterThan(files.length / 2);
    expect(imports.filter((found) => !isResolved(found))).toEqual([]);
  });

  it('reads every file that says "from" something', () => {
    const read = new Set(imports.map(({ from }) => from));

    const missed = files.filter((path) => /^(import|export) .*from '/m.test(readText(path)) && !read.has(path));

    expect(missed).toEqual([]);
  });

  it('knows every folder under src', () => {
    const unknown = [...new Set(files.map(layerOf))].filter((layer) => !(layer in MAY_IMPORT));

    expect(unknown).toEqual([]);
  });

  it('finds no arrow outside the table', () => {
    const refused = imports.flatMap((found) => {
      const why = refusalOf(found);
      return why === undefined ? [] : [`${found.from} → ${found.specifier}: ${why}`];
    });

    expect(refused).toEqual([]);
  });
});

describe('the import rule', () => {
  it.each([
    ['src/domain/cases/case.ts', '#platform/clock.ts'],
    ['src/domain/cases/case.ts', '../../store/case-store.ts'],
    ['src/domain/cases/case.ts', 'node:crypto'],
    ['src/domain/cases/case.ts', 'zod'],
    ['src/usecases/cases/open-case.ts', '#store/case-store.ts'],
    ['src/usecases/cases/open-case.ts', '#usecases/referrals/dispatch-referral.ts'],
    ['src/store/case-store.ts', '#generated/graphql.ts'],
    ['src/store/case-store.ts', 'bullmq'],
    ['src/connectors/court/index.ts', '../hr-bureau/schema.ts'],
    ['src/connectors/court/index.ts', '../index.ts'],
    ['src/connectors/court/index.ts', 'undici'],
    ['src/connectors/kit/retry.ts', '#connectors/court/index.ts'],
    ['src/jobs/check-deadlines.ts', '#store/case-store.ts'],
    ['src/jobs/check-deadlines.ts', 'ioredis'],
    ['src/resolvers/cases/Query/case.ts', '#resolvers/referrals/Referral.ts'],
    ['src/resolvers/cases/Query/case.ts', '#generated/prisma/client.ts'],
    ['src/resolvers/cases/Case.ts', '@prisma/client'],
    ['src/platform/clock.ts', '#domain/errors.ts'],
    ['src/main.ts', '#store/index.ts'],
    ['src/main.ts', './worker.ts'],
    ['src/app/create-app.ts', '#main.ts'],
    ['sandbox/court/server.ts', '../../src/domain/errors.ts'],
    ['sandbox/court/server.ts', '#domain/errors.ts'],
  ])('refuses that %s imports %s', (from, specifier) => {
    expect(refusalOf(arrow(from, specifier))).toEqual(expect.any(String));
  });

  it.each([
    ['src/domain/cases/case.ts', '#domain/registry/person.ts'],
    ['src/domain/registry/yuan.ts', 'decimal.js'],
    ['src/usecases/cases/open-case.ts', '../ports.ts'],
    ['src/usecases/cases/open-case.ts', '#usecases/referrals/index.ts'],
    ['src/store/case-store.ts', '#generated/prisma/client.ts'],
    ['src/connectors/index.ts', './court/index.ts'],
    ['src/connectors/court/index.ts', '#connectors/kit/http-client.ts'],
    ['src/connectors/kit/http-client.ts', 'undici'],
    ['src/jobs/queue/worker.ts', 'bullmq'],
    ['src/resolvers/cases/Query/case.ts', '#resolvers/context.ts'],
    ['src/resolvers/index.ts', './cases/Case.ts'],
    ['src/app/create-app.ts', '#connectors/index.ts'],
    ['src/main.ts', '#app/create-app.ts'],
    ['sandbox/court/server.ts', '../kit/ledger.ts'],
  ])('allows that %s imports %s', (from, specifier) => {
    expect(refusalOf(arrow(from, specifier))).toBeUndefined();
  });
});

describe('reading imports', () => {
  it.each([
    ["import type { A } from '#domain/a.ts';", 'src/domain/a.ts'],
    ["import {\n  a,\n  type B,\n} from './a.ts';", 'src/app/a.ts'],
    ["export * from '../domain/a.ts';", 'src/domain/a.ts'],
    ["export type { A } from './a.ts';", 'src/app/a.ts'],
    ["import './a.ts';", 'src/app/a.ts'],
    ["const a = await import('./a.ts');", 'src/app/a.ts'],
  ])('follows %s', (source, target) => {
    expect(importsOf('src/app/x.ts', source).map((found) => found.target)).toEqual([target]);
  });

  it('passes over comments and strings about imports', () => {
    const source =
      "// import { a } from './a.ts';\n/* export * from './b.ts'; */\nconst url = 'https://example.org';\n";

    expect(importsOf('src/app/x.ts', source)).toEqual([]);
  });
});
