import { rowScopeOf } from '#domain/access/row-scope.ts';
import type { Viewer } from '#domain/access/viewer.ts';
import { acceptanceNoOf } from '#domain/cases/acceptance-no.ts';
import type { CaseChannel, Consent, IntakeForm } from '#domain/cases/case.ts';
import { openCase as accept } from '#domain/cases/open-case.ts';
import type { ServiceItem } from '#domain/catalogue/service-item.ts';
import { refuse, RequestRefusedError, type UserFault } from '#domain/errors.ts';
import { localDateOf } from '#domain/referrals/local-date.ts';
import type { Person } from '#domain/registry/person.ts';
import type { Stores } from '#domain/stores.ts';
import {
  type ApplicantInput,
  checkApplicant,
  type CheckedApplicant,
  resolveApplicant,
} from '#usecases/cases/applicant.ts';
import { askForPlan, findPlaces, type Places } from '#usecases/cases/plan-question.ts';
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
  readonly leadId?: string | undefined;
}

/**
 * Accepts a request: checks it against the catalogue version in force, finds the applicant, guards against a second
 * open case of the same matter, plans and routes, and commits case, referrals, clocks, events and outbox together.
 *
 * Throws RequestRefusedError with every fault found; then nothing is stored. Idempotent by its key.
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
  else faults.push(...formFaults(version.item.form, input.form), ...consentFaults(version.item, input.consents));
  if (!version || !applicant || faults.length > 0) throw new RequestRefusedError(faults);

  const { idempotencyKey, ...rest } = input;
  const form = writtenForm(version.item.form, input.form);
  const acceptanceNo = await numberFor(deps, places);
  return once(deps, { viewer, operation: 'openCase', idempotencyKey, input: rest }, async (tx) => {
    const person = await resolveApplicant(tx, applicant, places.residence[0] ?? input.divisionCode, deps);
    const existing = await tx.cases.findOpenDuplicate(person.id, version.item.code);
    if (existing) refuse('DUPLICATE_CASE', ['serviceItemCode'], { existingCaseId: existing });
    if (input.leadId) await takeLead(tx, input.leadId, person, viewer, deps);

    const answer = await askForPlan(tx, deps, {
      item: version.item,
      residentId: applicant.residentId,
      personId: person.id,
      places,
      form,
      channel: input.channel,
    });
    if (!answer.eligible) {
      refuse('NOT_ELIGIBLE', ['form'], { reasons: answer.plan.eligibility });
    }
    if (answer.faults.length > 0) throw new RequestRefusedError(answer.faults);

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
        form,
        plan: answer.plan,
        openedBy: viewer.subject,
        leadId: input.leadId,
      },
      version.item,
      progressContext(deps, divisionCode, viewer.subject),
    );
    await tx.cases.insert(draft, consentsOf(version.item, input.consents, draft.case.id, person.id, deps));
    return { caseId: draft.case.id };
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

function consentsOf(
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
    }));
}

async function takeLead(
  tx: Stores,
  leadId: string,
  person: Person,
  viewer: Viewer,
  deps: UsecaseDependencies,
): Promise<void> {
  const lead = await tx.leads.take(leadId);
  if (!lead || lead.personId !== person.id) refuse('NOT_FOUND', ['leadId']);
  if (lead.status === 'ACCEPTED') refuse('TRANSITION_REFUSED', ['leadId'], { currentStatus: lead.status });
  await tx.leads.setStatus(leadId, 'ACCEPTED', viewer.subject, deps.clock.now());
}

async function numberFor(deps: UsecaseDependencies, places: Places): Promise<string> {
  const division = places.residence[0] ?? '';
  const year = Number(localDateOf(deps.clock.now()).slice(0, 4));
  return acceptanceNoOf(division, year, await deps.stores.cases.nextAcceptanceNumber(division.slice(0, 6), year));
}
