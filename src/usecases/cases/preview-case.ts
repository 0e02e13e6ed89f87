import type { Viewer } from '#domain/access/viewer.ts';
import type { IntakeForm } from '#domain/cases/case.ts';
import type { PlanAnswer } from '#domain/catalogue/plan-case.ts';
import type { ServiceItemVersion } from '#domain/catalogue/service-item.ts';
import { RequestRefusedError, type UserFault } from '#domain/errors.ts';
import type { ResidentId } from '#domain/registry/resident-id.ts';
import { checkResidentId } from '#usecases/cases/applicant.ts';
import { askForPlan, findPlaces } from '#usecases/cases/plan-question.ts';
import { formFaults, writtenForm } from '#usecases/check-form.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

export interface PreviewCaseInput {
  readonly serviceItemCode: string;
  readonly residentId?: string | undefined;
  readonly divisionCode: string;
  readonly workplaceDivisionCode?: string | undefined;
  readonly form: IntakeForm;
}

export interface CasePreview {
  readonly version: ServiceItemVersion;
  readonly answer: PlanAnswer;
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
  else faults.push(...formFaults(version.item.form, input.form));
  if (!version || !applicant || faults.length > 0) throw new RequestRefusedError(faults);
  const answer = await askForPlan(stores, deps, {
    item: version.item,
    ...applicant,
    places,
    form: writtenForm(version.item.form, input.form),
    channel: viewer.role === 'WORKER' ? 'MOBILE' : 'WINDOW',
  });
  return { version, answer };
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
