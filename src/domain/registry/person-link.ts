/** 已关联 · 已拆分 */
export const PERSON_LINK_STATUSES = ['LINKED', 'SPLIT'] as const;
export type PersonLinkStatus = (typeof PERSON_LINK_STATUSES)[number];

/**
 * Two entries of the register that are one person (关联). Nothing is moved from one to the other: cases, memberships and
 * files stay where they are and are read together, so a split (拆分) gives back exactly what was there.
 */
export interface PersonLink {
  readonly id: string;
  readonly keepId: string;
  readonly mergeId: string;
  readonly status: PersonLinkStatus;
  readonly reason: string;
  readonly linkedBy: string;
  readonly linkedAt: Date;
  readonly split?: { readonly by: string; readonly at: Date; readonly reason: string } | undefined;
}

/**
 * Why two entries cannot be linked; undefined when they can. Links make stars, one kept entry with any number of merged
 * ones: a chain could close into a circle and would take a walk to read. `links` are those of either that are LINKED; hold
 * both entries locked.
 */
export function refuseLink(
  keepId: string,
  mergeId: string,
  links: readonly PersonLink[],
): 'SAME_ENTRY' | 'KEPT_IS_MERGED' | 'ALREADY_MERGED' | 'MERGED_IS_KEPT' | undefined {
  if (keepId === mergeId) return 'SAME_ENTRY';
  if (links.some((link) => link.mergeId === mergeId)) return 'ALREADY_MERGED';
  if (links.some((link) => link.mergeId === keepId)) return 'KEPT_IS_MERGED';
  if (links.some((link) => link.keepId === mergeId)) return 'MERGED_IS_KEPT';
  return undefined;
}
