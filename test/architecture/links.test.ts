import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { describe, expect, it } from 'vitest';
import { readText, repositoryFiles, ROOT } from './support/repository-files.ts';

const pages = repositoryFiles().filter((file) => file.endsWith('.md'));

interface Link {
  readonly page: string;
  readonly path: string;
  readonly anchor: string | undefined;
}

/** Links within the repository; what stands in a block of code is no link. */
function linksOf(page: string): readonly Link[] {
  const text = readText(page).replaceAll(/```[\s\S]*?```/g, '');
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map((match) => match[1] ?? '')
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [path = '', anchor] = target.split('#');
      return { page, path: path === '' ? page : join(dirname(page), path), anchor };
    });
}

/** As the sites that show these pages make them: `<a id>`, or the words of a heading. */
function anchorsOf(page: string): ReadonlySet<string> {
  const text = readText(page);
  const ids = [...text.matchAll(/<a id="([^"]+)">/g)].map((match) => match[1] ?? '');
  const headings = [...text.matchAll(/^#+ (.*)$/gm)].map((match) =>
    (match[1] ?? '')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
  return new Set([...ids, ...headings]);
}

describe('the documents', () => {
  it('link to what is there', () => {
    const links = pages.flatMap(linksOf);

    const dead = links.filter(
      ({ path, anchor }) =>
        !existsSync(join(ROOT, path)) ||
        (anchor !== undefined && path.endsWith('.md') && !anchorsOf(path).has(decodeURIComponent(anchor))),
    );

    expect(links.length).toBeGreaterThan(100);
    expect(dead).toEqual([]);
  });

  it('have a section for every runbook that an alert names', () => {
    const runbooks = [...readText('docs/operations/alerts.yaml').matchAll(/runbook: (\S+)#(\S+)/g)];

    const missing = runbooks.filter(([, page, anchor]) => !anchorsOf(`docs/operations/${page}`).has(anchor ?? ''));

    expect(runbooks.length).toBeGreaterThan(10);
    expect(missing).toEqual([]);
  });
});
