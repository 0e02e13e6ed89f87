import type { Viewer } from '#domain/access/viewer.ts';
import type { IntakeForm } from '#domain/cases/case.ts';
import type { ServiceItemVersion } from '#domain/catalogue/service-item.ts';
import { RequestRefusedError } from '#domain/errors.ts';
import type { ResidentId } from '#domain/registry/resident-id.ts';
import type { Planned, Places } from '#usecases/cases/plan-question.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

export interface Intake {
  readonly version: ServiceItemVersion;
  readonly residentId: ResidentId;
  readonly personId?: string | undefined;
  readonly places: Places;
  readonly form: IntakeForm;
  readonly planned: Planned;
}

/**
 * Remembers who was refused as not eligible, so that a rehearsal can tell whom a draft would add. Comes after the
 * refusal, in a transaction of its own, and never stands in the refusal's way. Other errors are not its business.
 */
export async function keepRefusedIntake(
  deps: UsecaseDependencies,
  viewer: Viewer,
  error: unknown,
  { version, residentId, personId, places, form, planned }: Intake,
): Promise<void> {
  if (!(error instanceof RequestRefusedError) || !error.faults.some(({ code }) => code === 'NOT_ELIGIBLE')) return;
  const [divisionCode = ''] = places.residence;
  const [workplaceDivision] = places.workplace;
  const request = [residentId, version.id, divisionCode, workplaceDivision, form];
  try {
    await deps.stores.refusedIntakes.keep({
      id: deps.ids.next(),
      serviceItemCode: version.item.code,
      serviceItemVersionId: version.id,
      personId,
      requestDigest: deps.digest.keyed(`refused intake\0${JSON.stringify(request)}`),
      divisionCode,
      workplaceDivision,
      form,
      facts: planned.facts,
      reasons: planned.plan.eligibility,
      confirmedPassports: planned.plan.passports.flatMap(({ key, confirmedBy }) => (confirmedBy ? [key] : [])),
      refusedAt: deps.clock.now(),
      refusedBy: viewer.subject,
    });
  } catch (failure) {
    deps.log.warn({ err: failure, code: version.item.code }, 'a refused intake was not kept; rehearsals will miss it');
  }
}
