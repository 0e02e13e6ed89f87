import { rowScopeOf } from '#domain/access/row-scope.ts';
import type { Viewer } from '#domain/access/viewer.ts';
import type { CaseChannel, IntakeForm } from '#domain/cases/case.ts';
import { openCase as accept } from '#domain/cases/open-case.ts';
import type { PlanAnswer } from '#domain/catalogue/plan-case.ts';
import type { ServiceItem } from '#domain/catalogue/service-item.ts';
import { refuse, RequestRefusedError, type UserFault } from '#domain/errors.ts';
import type { Person } from '#domain/registry/person.ts';
import type { Stores } from '#domain/stores.ts';
import { acceptanceNumber, consentsOf } from '#usecases/cases/acceptance.ts';
import {
  type ApplicantInput,
  checkApplicant,
  type CheckedApplicant,
  resolveApplicant,
} from '#usecases/cases/applicant.ts';
import { keepRefusedIntake } from '#usecases/cases/keep-refused-intake.ts';
import { askForPlan, findPlaces, offerFaults, type Places } from '#usecases/cases/plan-question.ts';
import { formFaults, writtenForm } from '#usecases/check-form.ts';
import { once, type OnceResult } from '#usecases/once.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';
import { progressContext } from '#usecases/progress-context.ts';

export interface OpenCaseInput {
  readonly idempotencyKey: string;
  readonly serviceItemCode: string;
  readonly channel: CaseChannel;
  readonly applicant: ApplicantInput;
  readonly divisionCode: string;
  readonly workplaceDivisionCode?: string | undefined;
  readonly form: IntakeForm;
  readonly consents: readonly string[];
  /** Materials that the applicant has shown. */
  readonly materials?: readonly string[] | undefined;
  /** Passports that the window has confirmed. */
  readonly passports?: readonly string[] | undefined;
  readonly leadId?: string | undefined;
}

/**
 * Accepts a request: checks it against the catalogue version in force, finds the applicant, guards against a second
 * open case of the same matter, plans and routes, and commits case, referrals, clocks, events and outbox together.
 *
 * Throws RequestRefusedError with every fault found; then nothing is stored, except that one who is not eligible is
 * remembered for rehearsals. Idempotent by its key.
 */
export async function openCase(
  deps: UsecaseDependencies,
  viewer: Viewer,
  input: OpenCaseInput,
): Promise<OnceResult<{ caseId: string }>> {
  const faults: UserFault[] = [];
  const [version, places] = await Promise.all([
    deps.stores.catalogue.findInForce(input.serviceItemCode),
    findPlaces(deps.stores, input, faults),
  ]);
  if (viewer.role !== 'WORKER' && !isWithinArea(viewer, places))
    faults.push({ code: 'DIVISION_OUT_OF_AREA', path: ['divisionCode'] });
  const applicant = checkApplicant(input.applicant, deps, faults);
  if (viewer.role === 'WORKER' && applicant) await refuseForOthers(deps, viewer, applicant);
  if (!version) faults.push({ code: 'SERVICE_ITEM_UNKNOWN', path: ['serviceItemCode'] });
  else {
    faults.push(
      ...(await offerFaults(deps.stores, version.item, places)),
      ...formFaults(version.item.form, input.form),
      ...consentFaults(version.item, input.consents),
    );
  }
  if (!version || !applicant || faults.length > 0) throw new RequestRefusedError(faults);

  const { idempotencyKey, ...rest } = input;
  const form = writtenForm(version.item.form, input.form);
  const known = await deps.stores.people.findByResidentId(applicant.residentId);
  const planned = await askForPlan(deps, {
    item: version.item,
    residentId: applicant.residentId,
    personId: known?.id,
    places,
    form,
    channel: input.channel,
    consents: input.consents,
    shown: input.materials ?? [],
    // A worker states what others hold; whoever handles the case confirms it.
    confirmed: { keys: viewer.role === 'WORKER' ? [] : (input.passports ?? []), by: viewer.subject },
  });
  const intake = { version, residentId: applicant.residentId, personId: known?.id, places, form, planned };
  const acceptanceNo = await acceptanceNumber(deps, places.residence[0] ?? '');
  return once(deps, { viewer, operation: 'openCase', idempotencyKey, input: rest }, async (tx) => {
    const person = await resolveApplicant(tx, applicant, places.residence[0] ?? input.divisionCode, deps);
    const existing = version.item.repeatable
      ? undefined
      : await tx.cases.findOpenDuplicate(person.id, version.item.code);
    if (existing) refuse('DUPLICATE_CASE', ['serviceItemCode'], { existingCaseId: existing });
    if (input.leadId) await takeLead(tx, input.leadId, person, viewer, deps);

    if (!planned.eligible) refuse('NOT_ELIGIBLE', ['form'], { reasons: planned.plan.eligibility });
    const missing = [...planned.faults, ...passportFaults(viewer, planned, input), ...materialFaults(viewer, planned)];
    if (missing.length > 0) throw new RequestRefusedError(missing);

    const divisionCode = places.residence[0] ?? input.divisionCode;
    const draft = accept(
      {
        id: deps.ids.next(),
        acceptanceNo,
        serviceItemVersionId: version.id,
        serviceItemCode: version.item.code,
        applicantId: person.id,
        channel: input.channel,
        divisionCode,
        workplaceDivision: places.workplace[0],
        confidential: version.item.confidential ?? false,
        form,
        facts: planned.facts,
        plan: planned.plan,
        openedBy: viewer.subject,
        leadId: input.leadId,
      },
      version.item,
      await progressContext(deps, tx, divisionCode, viewer.subject),
    );
    await tx.cases.insert(draft, consentsOf(version.item, input.consents, draft.case.id, person.id, deps));
    return { caseId: draft.case.id };
  }).catch(async (error: unknown) => {
    await keepRefusedIntake(deps, viewer, error, intake);
    throw error;
  });
}

/** A worker asks for themselves; about others they learn nothing, not even whether a number is known. */
async function refuseForOthers(deps: UsecaseDependencies, viewer: Viewer, applicant: CheckedApplicant): Promise<void> {
  const self = viewer.personId && (await deps.stores.people.find(rowScopeOf(viewer), viewer.personId));
  if (!self || self.residentId !== applicant.residentId) refuse('NOT_FOUND', ['applicant', 'residentId']);
}

/** Places that are not known have faults of their own. */
function isWithinArea(viewer: Viewer, { residence, workplace }: Places): boolean {
  const known = residence.length > 0 && workplace.length > 0;
  return !known || residence.includes(viewer.divisionCode) || workplace.includes(viewer.divisionCode);
}

function consentFaults(item: ServiceItem, given: readonly string[]): readonly UserFault[] {
  const known = new Set(item.consents.map((consent) => consent.line));
  const missing = item.consents.filter((consent) => consent.required && !given.includes(consent.line));
  return [
    ...missing.map((consent): UserFault => ({ code: 'CONSENT_MISSING', path: ['consents', consent.line] })),
    ...given
      .filter((line) => !known.has(line))
      .map((line): UserFault => ({ code: 'CHOICE_INVALID', path: ['consents', line] })),
  ];
}

/** What was called confirmed has to be there; a fact that nobody holds confirms nothing. */
function passportFaults(viewer: Viewer, { plan }: PlanAnswer, input: OpenCaseInput): readonly UserFault[] {
  if (viewer.role === 'WORKER') return [];
  const claimed = input.passports ?? [];
  return claimed
    .filter((key) => !plan.passports.some((passport) => passport.key === key && passport.confirmedBy !== undefined))
    .map((key): UserFault => {
      const offered = plan.passports.find((passport) => passport.key === key);
      return {
        code: 'PASSPORT_NOT_GIVEN',
        path: ['passports'],
        ...(offered && { details: { reasons: [offered.reason] } }),
      };
    });
}

/** At a window the papers are on the table. A worker on the phone shows them later, to whoever handles the case. */
function materialFaults(viewer: Viewer, { plan }: PlanAnswer): readonly UserFault[] {
  if (viewer.role === 'WORKER') return [];
  return plan.materials
    .filter(({ status }) => status === 'NEEDED')
    .map(({ key }): UserFault => ({ code: 'MATERIAL_MISSING', path: ['materials', key] }));
}

async function takeLead(
  tx: Stores,
  leadId: string,
  person: Person,
  viewer: Viewer,
  deps: UsecaseDependencies,
): Promise<void> {
  const lead = await tx.leads.take(rowScopeOf(viewer), leadId);
  if (!lead || lead.personId !== person.id) refuse('NOT_FOUND', ['leadId']);
  if (lead.status === 'ACCEPTED' || lead.status === 'WITHDRAWN') {
    refuse('TRANSITION_REFUSED', ['leadId'], { currentStatus: lead.status });
  }
  await tx.leads.setStatus(leadId, 'ACCEPTED', viewer.subject, deps.clock.now());
}
