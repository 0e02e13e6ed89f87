import type { CaseDraft } from '#domain/cases/case-draft.ts';
import { localDateOf } from '#domain/referrals/local-date.ts';
import { fileHousehold, type HouseholdFinding } from '#domain/registry/file-household.ts';
import type { HardshipFileEvent } from '#domain/registry/hardship-file-transitions.ts';
import { HARDSHIP_CATEGORIES } from '#domain/registry/hardship-file.ts';
import type { Stores } from '#domain/stores.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

const BATCH = 100;
const SERVICE_ITEM = 'hardship-aid';
const AIDED = 'AIDED';

/** What the outcomes of the item's steps show about the file. */
const SHOWN_BY: Readonly<Record<string, HardshipFileEvent>> = {
  VISIT_CONFIRMED: 'VISIT',
  CHECKED_ELIGIBLE: 'VERIFY',
  PUBLICIZED: 'PUBLICIZE',
  APPROVED: 'FILE',
};

/**
 * Carries every hardship case that ended with aid into the household's file, once each; what cannot be carried is kept
 * with its refusal. Each case in a transaction of its own: one that fails is tried again at the next run and holds up no
 * other of its batch. Answers how many files were written.
 */
export async function fileHouseholds(deps: UsecaseDependencies): Promise<number> {
  let filed = 0;
  for (const caseId of await deps.stores.hardshipFiles.casesToFile(SERVICE_ITEM, AIDED, BATCH)) {
    try {
      if (await deps.unitOfWork.run((tx) => fileOne(tx, deps, caseId))) filed += 1;
    } catch (error) {
      deps.log.error({ err: error, caseId }, 'a household could not be filed');
    }
  }
  return filed;
}

async function fileOne(tx: Stores, deps: UsecaseDependencies, caseId: string): Promise<boolean> {
  const draft = await tx.cases.loadDraft(caseId);
  if (!draft || (await tx.hardshipFiles.isCarried(caseId))) return false;
  const at = deps.clock.now();
  const finding = findingOf(draft, deps);
  if (!finding) {
    await tx.hardshipFiles.markCarried(caseId, { refusal: 'NO_HOUSEHOLD' }, at);
    return false;
  }
  const existing = await tx.hardshipFiles.takeOfPerson(finding.personId);
  const fileNo = existing?.fileNo ?? (await newFileNo(tx, finding));
  const filing = fileHousehold(existing, { id: deps.ids.next(), fileNo }, finding);
  if (!filing.filed) {
    deps.log.warn({ caseId, refusal: filing.refusal }, 'a household was aided and its file did not follow');
    await tx.hardshipFiles.markCarried(caseId, { refusal: filing.refusal }, at);
    return false;
  }
  await tx.hardshipFiles.save(filing.file, filing.moves, { caseId, actor: `case:${caseId}`, at });
  await tx.hardshipFiles.markCarried(caseId, { fileId: filing.file.id }, at);
  return true;
}

/** Undefined for a form that does not count the household: an item that asks nothing of the kind. */
function findingOf(draft: CaseDraft, deps: UsecaseDependencies): HouseholdFinding | undefined {
  const { form, facts, applicantId, divisionCode } = draft.case;
  const householdSize = form['householdSize'];
  if (typeof householdSize !== 'number' || !Number.isSafeInteger(householdSize) || householdSize < 1) return undefined;
  const category = facts?.assessment['category'];
  return {
    personId: applicantId,
    divisionCode,
    householdSize,
    category: category === 'NONE' ? 'NONE' : HARDSHIP_CATEGORIES.find((known) => known === category),
    shown: draft.referrals.flatMap(({ outcome }) => {
      const event = outcome === undefined ? undefined : SHOWN_BY[outcome];
      return event ? [event] : [];
    }),
    on: localDateOf(deps.clock.now()),
  };
}

async function newFileNo(tx: Stores, { divisionCode, on }: HouseholdFinding): Promise<string> {
  const county = divisionCode.slice(0, 6);
  const year = Number(on.slice(0, 4));
  const number = await tx.hardshipFiles.nextFileNumber(county, year);
  return `KN${county}-${year}-${String(number).padStart(6, '0')}`;
}
