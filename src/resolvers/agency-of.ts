import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import type { Agency } from '#domain/agencies/agency.ts';
import type { Context } from '#resolvers/context.ts';

/** The agency behind a code we stored ourselves; a missing one is a broken register, not a user's problem. */
export async function agencyOf(
  { agencyCode }: { readonly agencyCode: AgencyCode },
  _args: unknown,
  { loaders }: Context,
): Promise<Agency> {
  const agency = await loaders.agency.load(agencyCode);
  if (!agency) throw new RangeError(`agency ${agencyCode} is not in the register`);
  return agency;
}
