import type { Viewer } from '#domain/access/viewer.ts';
import type { CasePlan, IntakeForm } from '#domain/cases/case.ts';
import type { ClockRule } from '#domain/catalogue/clock-rule.ts';
import { destinationOf } from '#domain/catalogue/plan-graph.ts';
import type { ServiceItem, ServiceItemVersion } from '#domain/catalogue/service-item.ts';
import { RequestRefusedError, type UserFault } from '#domain/errors.ts';
import { countByRule } from '#domain/referrals/clock.ts';
import type { DeadlineComputation } from '#domain/referrals/deadline.ts';
import { localDateOf } from '#domain/referrals/local-date.ts';
import type { ResidentId } from '#domain/registry/resident-id.ts';
import { checkResidentId } from '#usecases/cases/applicant.ts';
import { askForPlan, findPlaces, offerFaults, type Places, type Planned } from '#usecases/cases/plan-question.ts';
import { formFaults, writtenForm } from '#usecases/check-form.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

export interface PreviewCaseInput {
  readonly serviceItemCode: string;
  readonly residentId?: string | undefined;
  readonly divisionCode: string;
  readonly workplaceDivisionCode?: string | undefined;
  readonly form: IntakeForm;
  /** Materials that would be shown. */
  readonly materials?: readonly string[] | undefined;
  /** Passports that the window would confirm. */
  readonly passports?: readonly string[] | undefined;
}

export interface CasePreview {
  readonly version: ServiceItemVersion;
  readonly answer: Planned;
  /** Whose insurance and assistance the answer rests on; absent for somebody who is not in the register. */
  readonly personId?: string | undefined;
  /** By when the offices that begin would have to act, counted from today as if each milestone were reached today. */
  readonly deadlines: readonly ExpectedDeadline[];
}

export interface ExpectedDeadline {
  readonly stepKey: string;
  readonly rule: ClockRule;
  readonly computation: DeadlineComputation;
}

/** The dry run of `openCase`: the same checks and the same plan, and nothing is stored. Throws RequestRefusedError. */
export async function previewCase(
  deps: UsecaseDependencies,
  viewer: Viewer,
  input: PreviewCaseInput,
): Promise<CasePreview> {
  const faults: UserFault[] = [];
  const { stores } = deps;
  const [version, places, applicant] = await Promise.all([
    stores.catalogue.findInForce(input.serviceItemCode),
    findPlaces(stores, input, faults),
    applicantOf(deps, viewer, input, faults),
  ]);
  if (!version) faults.push({ code: 'SERVICE_ITEM_UNKNOWN', path: ['serviceItemCode'] });
  else faults.push(...(await offerFaults(stores, version.item, places)), ...formFaults(version.item.form, input.form));
  if (!version || !applicant || faults.length > 0) throw new RequestRefusedError(faults);
  const answer = await askForPlan(deps, {
    item: version.item,
    ...applicant,
    places,
    form: writtenForm(version.item.form, input.form),
    channel: viewer.role === 'WORKER' ? 'MOBILE' : 'WINDOW',
    // What would be shared is asked for at the acceptance; the dry run shows the plan with all of it.
    consents: version.item.consents.map(({ line }) => line),
    shown: input.materials ?? [],
    // As at the acceptance: a worker states what others hold and confirms nothing.
    confirmed: { keys: viewer.role === 'WORKER' ? [] : (input.passports ?? []), by: viewer.subject },
  });
  return {
    personId: applicant.personId,
    version,
    answer,
    deadlines: await expectedDeadlines(deps, version.item, answer.plan, places),
  };
}

async function expectedDeadlines(
  { stores, clock }: UsecaseDependencies,
  item: ServiceItem,
  { steps, omitted }: CasePlan,
  { residence }: Places,
): Promise<readonly ExpectedDeadline[]> {
  const calendar = await stores.calendars.calendarOf(residence[0] ?? '');
  const startedOn = localDateOf(clock.now());
  const notNeeded = omitted.map(({ key }) => key);
  const first = destinationOf(item, notNeeded, { next: item.start }).steps;
  return steps
    .filter(({ key }) => first.includes(key))
    .flatMap(({ key, clocks }) =>
      clocks
        .filter(({ start }) => start !== 'SUPPLEMENT_REQUESTED')
        .map((rule) => ({ stepKey: key, rule, computation: countByRule(rule, { startedOn }, calendar) })),
    );
}

async function applicantOf(
  deps: UsecaseDependencies,
  viewer: Viewer,
  input: PreviewCaseInput,
  faults: UserFault[],
): Promise<{ residentId: ResidentId; personId?: string | undefined } | undefined> {
  if (viewer.role === 'WORKER') {
    const self =
      viewer.personId &&
      (await deps.stores.people.find({ kind: 'PERSON', personId: viewer.personId }, viewer.personId));
    if (self) return { residentId: self.residentId, personId: self.id };
  }
  const residentId = checkResidentId(input.residentId ?? '', ['residentId'], deps, faults);
  if (!residentId) return undefined;
  const known = await deps.stores.people.findByResidentId(residentId);
  return { residentId, personId: known?.id };
}
