import type { Connection } from '#store/database.ts';
import { PREPARED } from '#store/prepared.ts';

/** For each entry, all entries linked as the same person with it, itself included. One statement. */
export async function readLinkGroups(
  db: Connection,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const groups = new Map<string, string[]>(personIds.map((id) => [id, [id]]));
  // Links make stars, so the kept entry of each and its merged ones are the whole group.
  const rows = await db.$queryRaw<{ asked: string; member: string }[]>`
    ${PREPARED} WITH asked AS (SELECT unnest(${[...personIds]}::uuid[]) AS id),
         star AS (SELECT asked.id AS asked, COALESCE(link.keep_id, asked.id) AS keep_id
                    FROM asked LEFT JOIN person_link link ON link.merge_id = asked.id AND link.status = 'LINKED')
    SELECT star.asked::text, member.id::text AS member
      FROM star
      JOIN person_link link ON link.keep_id = star.keep_id AND link.status = 'LINKED'
      CROSS JOIN LATERAL (VALUES (link.keep_id), (link.merge_id)) AS member(id)
     GROUP BY star.asked, member.id
     ORDER BY star.asked, member.id`;
  for (const { asked, member } of rows) {
    const group = groups.get(asked);
    if (group && !group.includes(member)) group.push(member);
  }
  return groups;
}
