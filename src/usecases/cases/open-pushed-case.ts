import { openCase as accept } from '#domain/cases/open-case.ts';
import { stepOf } from '#domain/catalogue/service-item.ts';
import type { UserFault } from '#domain/errors.ts';
import type { Person } from '#domain/registry/person.ts';
import { sumYuan, type Yuan } from '#domain/registry/yuan.ts';
import type { Stores } from '#domain/stores.ts';
import { acceptanceNumber, consentsOf } from '#usecases/cases/acceptance.ts';
import { askForPlan, findPlaces } from '#usecases/cases/plan-question.ts';
import { formFaults, writtenForm } from '#usecases/check-form.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';
import { progressContext } from '#usecases/progress-context.ts';

/** A case that an agency's message opens, without anybody applying (零申请). */
export interface PushedCase {
  readonly serviceItemCode: string;
  readonly person: Person;
  readonly divisionCode: string;
  /** Checked against the item's form like any other. `alreadyPaid` in it brings the case to a person. */
  readonly form: Readonly<Record<string, unknown>>;
  /** The actor of its first event: `agency:<code>`. */
  readonly openedBy: string;
  /** From when its clocks count; never in the future. */
  readonly countsFrom: Date;
}

export type PushedCaseAnswer =
  | { readonly opened: true; readonly caseId: string }
  | { readonly opened: false; readonly reason: string };

/**
 * Opens a pushed case inside the caller's transaction, on channel AGENCY_PUSH. The applicant agreed to the item's
 * consent lines when the entitlement was taken out, such as by enrolling. Whether a second case may be opened for the
 * same person is the caller's to know. Never throws for what cannot be opened.
 */
export async function openPushedCase(
  tx: Stores,
  deps: UsecaseDependencies,
  pushed: PushedCase,
): Promise<PushedCaseAnswer> {
  const version = await tx.catalogue.findInForce(pushed.serviceItemCode);
  if (!version) return { opened: false, reason: 'SERVICE_ITEM_UNKNOWN' };
  const { item } = version;
  const faults: UserFault[] = [...formFaults(item.form, pushed.form)];
  const places = await findPlaces(tx, { divisionCode: pushed.divisionCode }, faults);
  const [first] = faults;
  if (first) return { opened: false, reason: `${first.code} ${first.path?.join('.') ?? ''}`.trim() };
  const form = writtenForm(item.form, pushed.form);
  const consents = item.consents.map(({ line }) => line);
  const planned = await askForPlan(
    { ...deps, stores: tx },
    {
      item,
      residentId: pushed.person.residentId,
      personId: pushed.person.id,
      places,
      form,
      channel: 'AGENCY_PUSH',
      consents,
      // Whoever handles it asks for what is missing.
      shown: [],
      confirmed: { keys: [], by: pushed.openedBy },
    },
  );
  if (!planned.eligible) return { opened: false, reason: 'NOT_ELIGIBLE' };
  if (planned.faults.length > 0) return { opened: false, reason: 'NO_AGENCY_AVAILABLE' };
  const context = await progressContext(deps, tx, pushed.divisionCode, pushed.openedBy);
  const draft = accept(
    {
      id: deps.ids.next(),
      acceptanceNo: await acceptanceNumber(deps, pushed.divisionCode),
      serviceItemVersionId: version.id,
      serviceItemCode: item.code,
      applicantId: pushed.person.id,
      channel: 'AGENCY_PUSH',
      divisionCode: pushed.divisionCode,
      confidential: item.confidential ?? false,
      form,
      facts: planned.facts,
      plan: planned.plan,
      openedBy: pushed.openedBy,
    },
    item,
    { ...context, now: pushed.countsFrom },
  );
  await tx.cases.insert(draft, consentsOf(item, consents, draft.case.id, pushed.person.id, deps));
  return { opened: true, caseId: draft.case.id };
}

/** What has been granted or paid on a case, which holds for paid; undefined where nothing has. Locks the case. */
export async function paidOn(tx: Stores, caseId: string): Promise<Yuan | undefined> {
  const draft = await tx.cases.loadDraft(caseId);
  if (!draft) return undefined;
  const amounts = draft.referrals.flatMap(({ stepKey, outcome, amount }) =>
    outcome !== undefined && amount !== undefined && stepOf(draft.item, stepKey).outcomes[outcome]?.needsAmount
      ? [amount]
      : [],
  );
  return amounts.length > 0 ? sumYuan(amounts) : undefined;
}
