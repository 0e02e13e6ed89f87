import { describe, expect, it } from 'vitest';
import { importsOf } from './support/imports.ts';
import { readText, repositoryFiles } from './support/repository-files.ts';

const files = repositoryFiles();
const connectors = [...new Set(files.flatMap((path) => /^src\/connectors\/([^/]+)\//.exec(path)?.[1] ?? []))].filter(
  (folder) => folder !== 'kit' && folder !== 'configured',
);

/** A window (人工窗口) is an agency without a system: people read its worklist here, so there is nothing to simulate. */
function isWindow(code: string): boolean {
  const index = `src/connectors/${code}/index.ts`;
  if (!files.includes(index)) return false;
  return importsOf(index, readText(index)).some(({ target }) => target === 'src/connectors/kit/window-connector.ts');
}

/** Agencies by configuration: `catalogue/agencies/<code>.yaml`. */
const configured = files.flatMap((path) => /^catalogue\/agencies\/([^/]+)\.yaml$/.exec(path)?.[1] ?? []);

describe('each agency is one folder', () => {
  it('finds the agencies', () => {
    expect(connectors.length).toBeGreaterThan(0);
  });

  it.each(connectors)('%s says in a README.md whose system it is and how it is reached', (code) => {
    expect(files).toContain(`src/connectors/${code}/README.md`);
    expect(readText(`src/connectors/${code}/README.md`).length).toBeGreaterThan(200);
  });

  it.each(connectors.filter((code) => !isWindow(code)))('%s names its settings and has a simulated agency', (code) => {
    expect(files).toContain(`src/connectors/${code}/env.ts`);
    expect(files).toContain(`sandbox/${code}/README.md`);
    expect(files.some((path) => path.startsWith(`sandbox/${code}/`) && path.endsWith('.ts'))).toBe(true);
  });

  it.each(connectors)('%s is in the register', (code) => {
    const register = importsOf('src/connectors/index.ts', readText('src/connectors/index.ts'));

    expect(register.map(({ target }) => target)).toContain(`src/connectors/${code}/index.ts`);
  });
});

describe('an agency by configuration is one file', () => {
  it('finds them', () => {
    expect(configured.length).toBeGreaterThan(0);
  });

  it.each(configured)('%s begins with whose it is and how it is reached', (code) => {
    expect(readText(`catalogue/agencies/${code}.yaml`)).toMatch(/^# .{20,}/);
  });

  it.each(configured.filter((code) => /^channel: GRAPHQL$/m.test(readText(`catalogue/agencies/${code}.yaml`))))(
    '%s has a simulated agency, and its settings are listed',
    (code) => {
      expect(files).toContain(`sandbox/${code}/README.md`);
      expect(files).toContain(`sandbox/${code}/server.ts`);
      expect(readText('.env.example')).toContain(`${code.toUpperCase().replaceAll('-', '_')}_URL=`);
    },
  );
});
