import type { Office } from '#domain/agencies/agency.ts';
import type { Context } from '#resolvers/context.ts';

/** The office behind an id we stored ourselves; a missing one is a broken register, not a user's problem. */
export async function officeOf(
  { officeId }: { readonly officeId: string },
  _args: unknown,
  { loaders }: Context,
): Promise<Office> {
  const office = await loaders.office.load(officeId);
  if (!office) throw new RangeError(`no office ${officeId}`);
  return office;
}
