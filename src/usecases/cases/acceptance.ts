import { acceptanceNoOf } from '#domain/cases/acceptance-no.ts';
import type { Consent } from '#domain/cases/case.ts';
import type { ServiceItem } from '#domain/catalogue/service-item.ts';
import { addDays, localDateOf } from '#domain/referrals/local-date.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

/** The consent lines that were given, as they are kept with the case. */
export function consentsOf(
  item: ServiceItem,
  given: readonly string[],
  caseId: string,
  personId: string,
  deps: UsecaseDependencies,
): readonly Consent[] {
  return item.consents
    .filter((line) => given.includes(line.line))
    .map((line) => ({
      id: deps.ids.next(),
      caseId,
      personId,
      line: line.line,
      recipientRole: line.recipientRole,
      purpose: line.purpose,
      fields: line.fields,
      legalBasis: line.legalBasis,
      textDigest: deps.digest.plain(`${line.text.zh}\n${line.text.en}`),
      givenAt: deps.clock.now(),
      expiresOn: line.expiresAfterDays ? addDays(localDateOf(deps.clock.now()), line.expiresAfterDays) : undefined,
    }));
}

/** The next acceptance number of a place. Drawn outside any transaction: one may be skipped, none is given twice. */
export async function acceptanceNumber(deps: UsecaseDependencies, divisionCode: string): Promise<string> {
  const year = Number(localDateOf(deps.clock.now()).slice(0, 4));
  const number = await deps.stores.cases.nextAcceptanceNumber(divisionCode.slice(0, 6), year);
  return acceptanceNoOf(divisionCode, year, number);
}
