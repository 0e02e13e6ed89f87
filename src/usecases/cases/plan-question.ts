import type { FrozenFacts } from '#domain/cases/case.ts';
import { assess } from '#domain/catalogue/eligibility/assessment.ts';
import { type PlanAnswer, planCase, type PlanQuestion } from '#domain/catalogue/plan-case.ts';
import type { AgencyOffice } from '#domain/catalogue/routing.ts';
import { isOfferedIn, type ServiceItem } from '#domain/catalogue/service-item.ts';
import type { UserFault } from '#domain/errors.ts';
import { ageOn, localDateOf } from '#domain/referrals/local-date.ts';
import { parseDivisionCode } from '#domain/registry/division-code.ts';
import { birthDateOf, type ResidentId, sexOf } from '#domain/registry/resident-id.ts';
import type { Stores } from '#domain/stores.ts';
import { heldFacts } from '#usecases/cases/held-facts.ts';
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
  if (place.length === 0) {
    const { abolished, places } = await stores.divisions.insteadOf(code.value);
    faults.push({
      code: abolished ? 'DIVISION_ABOLISHED' : 'DIVISION_UNKNOWN',
      path,
      details: { suggestions: places },
    });
  }
  return place;
}

/** An item that is not offered where the applicant lives or works; says which ones are. */
export async function offerFaults(stores: Stores, item: ServiceItem, places: Places): Promise<readonly UserFault[]> {
  const here = [...places.residence, ...places.workplace];
  if (here.length === 0 || isOfferedIn(item, here)) return [];
  const others = (await stores.catalogue.inForce()).filter((version) => isOfferedIn(version.item, here));
  const suggestions = others.map(({ item: { code, name } }) => ({ code, name }));
  return [{ code: 'ITEM_NOT_OFFERED_HERE', path: ['serviceItemCode'], details: { suggestions } }];
}

export interface Request {
  readonly item: ServiceItem;
  readonly residentId: ResidentId;
  /** Absent for someone who is not in the register yet. */
  readonly personId?: string | undefined;
  readonly places: Places;
  readonly form: Readonly<Record<string, unknown>>;
  readonly channel: string;
  /** Consent lines that were given. */
  readonly consents: readonly string[];
  /** Materials that were shown. */
  readonly shown: readonly string[];
  /** Passports a person has confirmed, and who. */
  readonly confirmed: { readonly keys: readonly string[]; readonly by: string };
}

/** A plan with the facts it rests on. */
export interface Planned extends PlanAnswer {
  readonly facts: FrozenFacts;
}

/**
 * Asks the catalogue: is this person eligible here, and who would handle each step? Stores nothing. Agencies are asked
 * for what they hold, so this comes before a transaction and never within one.
 */
export async function askForPlan(deps: UsecaseDependencies, request: Request): Promise<Planned> {
  const { item, places, residentId, personId } = request;
  const { stores, clock } = deps;
  const [held, isMember] = await Promise.all([
    heldFacts(deps, item, { id: personId, residentId }),
    personId ? stores.people.isMember(personId) : false,
  ]);
  const today = localDateOf(clock.now());
  const unanswered = Object.fromEntries(Object.keys(item.form.properties).map((field) => [field, null]));
  const form = { ...unanswered, ...request.form };
  const divisionCode = places.residence[0] ?? '';
  const assessment =
    item.assessment &&
    assess({
      kind: item.assessment,
      form,
      insurance: held.facts.insurance,
      policies: deps.policies,
      divisionCode,
      on: today,
    });
  const facts: FrozenFacts = {
    applicant: {
      age: ageOn(birthDateOf(residentId), today),
      sex: sexOf(residentId),
      isMember,
      divisionCode,
    },
    channel: request.channel,
    today,
    held: held.facts,
    assessment: assessment?.values ?? {},
    assessed: assessment?.reasons ?? [],
    sources: held.sources.map(({ subject, status }) => ({ subject, status })),
  };
  const answer = planCase({
    item,
    facts: { ...facts, form },
    sources: held.sources,
    ...(await routesFor(stores, item, places)),
    consents: request.consents,
    shown: request.shown,
    confirmed: request.confirmed,
  });
  return { ...answer, facts };
}

/** What a step is routed by: places with their names, and the offices there with their load. */
export async function routesFor(stores: Stores, item: ServiceItem, places: Places) {
  const here = [...new Set([...places.residence, ...places.workplace])];
  const [offices, placeNames] = await Promise.all([officesFor(stores, item, here), stores.divisions.names(here)]);
  return { divisions: divisionsOf(places), offices, placeNames };
}

function divisionsOf({ residence, workplace }: Places): PlanQuestion['divisions'] {
  return { RESIDENCE: residence, WORKPLACE: workplace, FILING: residence };
}

function officesFor(stores: Stores, item: ServiceItem, here: readonly string[]): Promise<readonly AgencyOffice[]> {
  const roles = [...new Set(item.steps.map((step) => step.role))];
  return stores.agencies.offices(roles, here);
}
