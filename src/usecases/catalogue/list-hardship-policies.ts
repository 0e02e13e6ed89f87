import { type DatedHardshipPolicy, hardshipPoliciesOn } from '#domain/catalogue/policy-table.ts';
import { localDateOf } from '#domain/referrals/local-date.ts';
import { parseDivisionCode } from '#domain/registry/division-code.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

/** What the policy table says about a place today. Nothing about a code that no place can have. */
export function listHardshipPolicies(
  { policies, clock }: UsecaseDependencies,
  divisionCode: string,
): readonly DatedHardshipPolicy[] {
  const division = parseDivisionCode(divisionCode);
  return division.ok ? hardshipPoliciesOn(policies, division.value, localDateOf(clock.now())) : [];
}
