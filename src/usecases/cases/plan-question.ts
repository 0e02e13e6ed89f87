import { type PlanAnswer, planCase } from '#domain/catalogue/plan-case.ts';
import type { ServiceItem } from '#domain/catalogue/service-item.ts';
import type { UserFault } from '#domain/errors.ts';
import { ageOn, localDateOf } from '#domain/referrals/local-date.ts';
import { parseDivisionCode } from '#domain/registry/division-code.ts';
import { birthDateOf, type ResidentId, sexOf } from '#domain/registry/resident-id.ts';
import type { Stores } from '#domain/stores.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

export interface Places {
  readonly residence: readonly string[];
  readonly workplace: readonly string[];
}

/** Turns typed division codes into places with their parents, or faults. */
export async function findPlaces(
  stores: Stores,
  input: { readonly divisionCode: string; readonly workplaceDivisionCode?: string | undefined },
  faults: UserFault[],
): Promise<Places> {
  const residence = await placeOf(stores, input.divisionCode, ['divisionCode'], faults);
  const workplace = input.workplaceDivisionCode
    ? await placeOf(stores, input.workplaceDivisionCode, ['workplaceDivisionCode'], faults)
    : residence;
  return { residence, workplace };
}

async function placeOf(
  stores: Stores,
  text: string,
  path: readonly string[],
  faults: UserFault[],
): Promise<readonly string[]> {
  const code = parseDivisionCode(text);
  if (!code.ok) {
    faults.push({ code: 'DIVISION_INVALID', path });
    return [];
  }
  const place = await stores.divisions.withAncestors(code.value);
  if (place.length === 0) faults.push({ code: 'DIVISION_UNKNOWN', path });
  return place;
}

/** Asks the catalogue: is this person eligible here, and who would handle each step? Stores nothing. */
export async function askForPlan(
  stores: Stores,
  deps: UsecaseDependencies,
  question: {
    readonly item: ServiceItem;
    readonly residentId: ResidentId;
    readonly personId?: string | undefined;
    readonly places: Places;
    readonly form: Readonly<Record<string, unknown>>;
    readonly channel: string;
  },
): Promise<PlanAnswer> {
  const { item, places, residentId } = question;
  const roles = [...new Set(item.steps.map((step) => step.role))];
  const divisions = [...new Set([...places.residence, ...places.workplace])];
  const [offices, isMember] = await Promise.all([
    stores.agencies.offices(roles, divisions),
    question.personId ? stores.people.isMember(question.personId) : false,
  ]);
  const unanswered = Object.fromEntries(Object.keys(item.form.properties).map((field) => [field, null]));
  return planCase({
    item,
    offices,
    divisions: { RESIDENCE: places.residence, WORKPLACE: places.workplace, FILING: places.residence },
    facts: {
      applicant: {
        age: ageOn(birthDateOf(residentId), localDateOf(deps.clock.now())),
        sex: sexOf(residentId),
        isMember,
        divisionCode: places.residence[0] ?? '',
      },
      form: { ...unanswered, ...question.form },
      channel: question.channel,
    },
  });
}
