import type { CasePlan, OmittedStep, PlannedStep } from '#domain/cases/case.ts';
import { clockFor } from '#domain/catalogue/clock-for.ts';
import type { Bilingual } from '#domain/catalogue/clock-rule.ts';
import { ASSESSED_FROM } from '#domain/catalogue/eligibility/assessment.ts';
import type { Facts, HeldSource } from '#domain/catalogue/facts.ts';
import { materialsNeeded, offerPassports, passportFor } from '#domain/catalogue/passports.ts';
import { destinationOf } from '#domain/catalogue/plan-graph.ts';
import { type AgencyOffice, type Route, routeTo } from '#domain/catalogue/routing.ts';
import type { Jurisdiction, ServiceItem, ServiceItemStep } from '#domain/catalogue/service-item.ts';
import { isAgainst, weigh } from '#domain/catalogue/weigh.ts';
import type { Reason, UserFault } from '#domain/errors.ts';

export interface PlanQuestion {
  readonly item: ServiceItem;
  readonly facts: Facts;
  /** Where what is held came from, and how fresh it is. */
  readonly sources: readonly HeldSource[];
  /** For each jurisdiction the place itself, then its parents. */
  readonly divisions: Readonly<Record<Jurisdiction, readonly string[]>>;
  /** What people call the divisions. */
  readonly placeNames?: ReadonlyMap<string, Bilingual> | undefined;
  readonly offices: readonly AgencyOffice[];
  /** Consent lines that were given (授权事项). */
  readonly consents: readonly string[];
  /** Materials that were shown (申请材料). */
  readonly shown: readonly string[];
  /** Passports that a person has confirmed, and who. */
  readonly confirmed: { readonly keys: readonly string[]; readonly by: string };
}

export interface PlanAnswer {
  readonly eligible: boolean;
  readonly plan: CasePlan;
  /** Steps for which no office can act; such a plan must not be accepted. */
  readonly faults: readonly UserFault[];
}

/** Decides eligibility and routes every step, with reasons for both. Pure: the dry run and the acceptance are this one call. */
export function planCase(question: PlanQuestion): PlanAnswer {
  const { item, facts } = question;
  const evidence = {
    sources: question.sources,
    assessedFrom: item.assessment ? ASSESSED_FROM[item.assessment] : [],
  };
  const passports = offerPassports(item, facts, evidence, question.confirmed);
  const eligibility = item.eligibility.map((condition): Reason => {
    const passport = passportFor(condition.rule, passports);
    if (!passport) return weigh(condition, facts, evidence);
    return { ...passport.reason, rule: condition.rule, passport: passport.key };
  });
  const judged = item.steps.map((step) => {
    const applies = step.applies && weigh(step.applies, facts, evidence);
    // What was not asked for needs no consent, and must not read as if one had been withheld.
    return { step, need: applies && isAgainst(applies) ? applies : (withoutConsent(step, question) ?? applies) };
  });
  const routed = judged.flatMap(({ step, need }) => (need && isAgainst(need) ? [] : [routeStep(step, need, question)]));
  const steps = routed.flatMap((entry) => (entry.planned ? [entry.planned] : []));
  const omitted = judged.flatMap(({ step, need }): OmittedStep[] =>
    need && isAgainst(need) ? [{ key: step.key, reason: need }] : [],
  );
  const begins = destinationOf(
    item,
    omitted.map(({ key }) => key),
    { next: item.start },
  );
  const nothingToDo = begins.steps.length === 0;
  return {
    eligible: !nothingToDo && !eligibility.some(isAgainst),
    plan: {
      eligibility: nothingToDo ? [...eligibility, ...omitted.map(({ reason }) => reason)] : eligibility,
      passports,
      materials: materialsNeeded(item, facts, passports, question.shown),
      steps,
      omitted,
      lead: steps.some(({ key }) => key === item.lead) ? item.lead : undefined,
      caseClocks: item.caseClocks.map((key) => clockFor(item, key, facts.applicant.divisionCode)),
    },
    faults: routed.flatMap((entry) => (entry.fault ? [entry.fault] : [])),
  };
}

/** Nothing is shared that the applicant did not agree to: a step that rests on a line not given is not taken. */
function withoutConsent(step: ServiceItemStep, { item, consents }: PlanQuestion): Reason | undefined {
  const line = item.consents.find((each) => each.line === step.consent);
  if (!line || line.required || consents.includes(line.line)) return undefined;
  return {
    rule: 'CONSENT_NOT_GIVEN',
    holds: false,
    zh: `申请人没有给出这项授权，不派送：${line.text.zh}`,
    en: `The applicant has not given this consent, so nothing is sent: ${line.text.en}`,
  };
}

/** Finds an office for a step; `except` are offices that shall not have it again. */
export function routeOf(
  step: ServiceItemStep,
  { divisions, placeNames, offices }: Pick<PlanQuestion, 'divisions' | 'placeNames' | 'offices'>,
  except: readonly string[] = [],
): Route {
  const nameOf = (code: string) => placeNames?.get(code) ?? { zh: code, en: code };
  return routeTo(step.role, divisions[step.jurisdiction], offices, { except, nameOf });
}

function routeStep(
  step: ServiceItemStep,
  need: Reason | undefined,
  question: PlanQuestion,
): { planned?: PlannedStep; fault?: UserFault } {
  const route = routeOf(step, question);
  if (!route.office) {
    return { fault: { code: 'NO_AGENCY_AVAILABLE', path: ['divisionCode'], details: { reasons: route.reasons } } };
  }
  const { office } = route;
  return {
    planned: {
      key: step.key,
      officeId: office.id,
      agencyCode: office.agencyCode,
      reasons: need ? [need, ...route.reasons] : route.reasons,
      clocks: step.clocks.map((key) => clockFor(question.item, key, office.divisionCode)),
    },
  };
}
