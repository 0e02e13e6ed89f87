import type { CasePlan, PlannedStep } from '#domain/cases/case.ts';
import type { ClockRule } from '#domain/catalogue/clock-rule.ts';
import { type Facts, weigh } from '#domain/catalogue/conditions.ts';
import { type AgencyOffice, routeTo } from '#domain/catalogue/routing.ts';
import type { Jurisdiction, ServiceItem, ServiceItemStep } from '#domain/catalogue/service-item.ts';
import type { UserFault } from '#domain/errors.ts';

export interface PlanQuestion {
  readonly item: ServiceItem;
  readonly facts: Facts;
  /** For each jurisdiction the place itself, then its parents. */
  readonly divisions: Readonly<Record<Jurisdiction, readonly string[]>>;
  readonly offices: readonly AgencyOffice[];
}

export interface PlanAnswer {
  readonly eligible: boolean;
  readonly plan: CasePlan;
  /** Steps for which no office can act; such a plan must not be accepted. */
  readonly faults: readonly UserFault[];
}

/** Decides eligibility and routes every step, with reasons for both. Pure: the dry run and the acceptance are this one call. */
export function planCase(question: PlanQuestion): PlanAnswer {
  const { item } = question;
  const eligibility = weigh(item.eligibility, question.facts);
  const routed = item.steps.map((step) => routeStep(step, question));
  const steps = routed.flatMap((entry) => (entry.planned ? [entry.planned] : []));
  return {
    eligible: eligibility.every((reason) => reason.holds),
    plan: { eligibility, steps, caseClocks: item.caseClocks.map((key) => clockOf(item, key)) },
    faults: routed.flatMap((entry) => (entry.fault ? [entry.fault] : [])),
  };
}

function routeStep(step: ServiceItemStep, question: PlanQuestion): { planned?: PlannedStep; fault?: UserFault } {
  const route = routeTo(step.role, question.divisions[step.jurisdiction], question.offices);
  if (!route.office) {
    return { fault: { code: 'NO_AGENCY_AVAILABLE', path: ['divisionCode'], details: { reasons: route.reasons } } };
  }
  return {
    planned: {
      key: step.key,
      officeId: route.office.id,
      agencyCode: route.office.agencyCode,
      reasons: route.reasons,
      clocks: step.clocks.map((key) => clockOf(question.item, key)),
    },
  };
}

function clockOf(item: ServiceItem, key: string): ClockRule {
  const rule = item.clocks[key];
  if (!rule) throw new RangeError(`service item ${item.code} names a clock it does not carry: ${key}`);
  return rule;
}
