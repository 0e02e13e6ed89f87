import DataLoader from 'dataloader';
import type { RowScope } from '#domain/access/row-scope.ts';
import type { CaseHeader } from '#domain/cases/case.ts';
import type { CasesOfPerson, Loader } from '#domain/loaders.ts';
import { EMPTY_PAGE, type Page, type PageRequest, upToCap } from '#domain/page.ts';
import { CASE_HEADER_COLUMNS } from '#store/case-columns.ts';
import { toCaseHeader } from '#store/case-rows.ts';
import type { Connection } from '#store/database.ts';
import { readLinkGroups } from '#store/link-groups.ts';
import { caseScope } from '#store/scopes.ts';

/**
 * One query for everyone who is asked about with the same page, after one for the entries linked as the same person; a
 * field of one operation has one page.
 */
export function makeCasesOfPersonLoader(db: Connection, scope: RowScope): Loader<CasesOfPerson, Page<CaseHeader>> {
  const visible = caseScope(scope);

  async function readPages(
    personIds: readonly string[],
    { first, after }: PageRequest,
  ): Promise<Map<string, Page<CaseHeader>>> {
    if (!visible) return new Map();
    const groups = await readLinkGroups(db, personIds);
    const rows = await db.person.findMany({
      where: { id: { in: [...new Set([...groups.values()].flat())] } },
      select: {
        id: true,
        // One row more than asked tells whether another page follows.
        cases: {
          where: after ? { AND: [visible, { id: { lt: after } }] } : visible,
          take: first + 1,
          orderBy: { id: 'desc' },
          select: CASE_HEADER_COLUMNS,
        },
        _count: { select: { cases: { where: visible } } },
      },
    });
    const byId = new Map(rows.map((row) => [row.id, row]));
    return new Map(
      [...groups].map(([id, group]) => {
        const members = group.flatMap((member) => byId.get(member) ?? []);
        // Each member gives its newest; the newest of all are among them.
        const cases = members.flatMap((member) => member.cases).toSorted((a, b) => (a.id < b.id ? 1 : -1));
        return [
          id,
          toPage(
            cases,
            first,
            members.reduce((sum, { _count }) => sum + _count.cases, 0),
          ),
        ];
      }),
    );
  }

  function toPage(rows: readonly Parameters<typeof toCaseHeader>[0][], first: number, total: number): Page<CaseHeader> {
    return {
      items: rows.slice(0, first).map(toCaseHeader),
      hasNextPage: rows.length > first,
      // Counted with the rows, for all people of the page at once.
      countAll: async () => upToCap(total),
    };
  }

  return new DataLoader<CasesOfPerson, Page<CaseHeader>, string>(
    async (keys) => {
      const requests = new Map(keys.map(({ page }) => [pageKey(page), page]));
      const answers = new Map(
        await Promise.all(
          [...requests].map(async ([key, page]) => {
            const asked = keys.filter((candidate) => pageKey(candidate.page) === key);
            return [
              key,
              await readPages(
                asked.map(({ personId }) => personId),
                page,
              ),
            ] as const;
          }),
        ),
      );
      return keys.map(({ personId, page }) => answers.get(pageKey(page))?.get(personId) ?? EMPTY_PAGE);
    },
    { cacheKeyFn: ({ personId, page }) => `${personId}/${pageKey(page)}` },
  );
}

function pageKey({ first, after = '' }: PageRequest): string {
  return `${first}/${after}`;
}
