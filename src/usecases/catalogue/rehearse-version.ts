import { rehearsed, type CatalogueVersion } from '#domain/catalogue/catalogue-version.ts';
import { indexOffices } from '#domain/catalogue/office-index.ts';
import type { PastDecision } from '#domain/catalogue/past-decision.ts';
import { addFindings, type RehearsalFinding } from '#domain/catalogue/rehearsal-sums.ts';
import type { Rehearsal } from '#domain/catalogue/rehearsal.ts';
import { rehearseCase, rehearseRefusedIntake, type RehearsalGround } from '#domain/catalogue/rehearse-case.ts';
import { createDueUnder } from '#domain/catalogue/rehearse-clocks.ts';
import { nextVersionStatus } from '#domain/catalogue/version-transitions.ts';
import type { WorkingCalendar } from '#domain/referrals/calendar.ts';
import { localDateOf } from '#domain/referrals/local-date.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

export interface RehearsalPace {
  /** Decisions read, judged and added up before progress is kept. */
  readonly pageSize: number;
  /** Pages in one turn: a worker that is told to stop finishes its turn. */
  readonly pagesPerTurn: number;
}

const PACE: RehearsalPace = { pageSize: 1_000, pagesPerTurn: 10 };
/** A worker that died is followed by another after this; each page renews it. */
const LEASE_SECONDS = 60;

/**
 * One turn of a run: reads on from where the last turn ended, and at the end marks the version as rehearsed. Does
 * nothing when the run is over or somebody else is at it; whoever was overtaken writes nothing.
 */
export async function continueRehearsal(
  deps: UsecaseDependencies,
  id: string,
  { pageSize, pagesPerTurn }: RehearsalPace = PACE,
): Promise<void> {
  const claimed = await deps.stores.rehearsals.claim(id, LEASE_SECONDS);
  if (!claimed) return;
  const { fence } = claimed;
  let { rehearsal } = claimed;
  const version = await deps.stores.versions.find(rehearsal.versionId);
  if (!version) throw new RangeError(`rehearsal ${id} is of a version that is not stored`);
  if (isGivenUp(version)) return finish(deps, rehearsal, fence);
  const ground = await prepareGround(deps, version, rehearsal);
  for (let page = 0; page < pagesPerTurn; page += 1) {
    const next = await countPage(deps, ground, rehearsal, version.code, pageSize);
    if (next === 'END') return finish(deps, rehearsal, fence);
    rehearsal = next;
    if (!(await deps.stores.rehearsals.keepProgress(rehearsal, fence, LEASE_SECONDS))) return;
  }
  await deps.stores.rehearsals.release(id, fence);
}

async function prepareGround(
  { stores }: UsecaseDependencies,
  { code, item }: CatalogueVersion,
  rehearsal: Rehearsal,
): Promise<PreparedGround> {
  const [offices, versions] = await Promise.all([stores.pastDecisions.offices(), stores.versions.list(code)]);
  const asked = new Map(versions.map((version) => [version.id, new Set(Object.keys(version.item.form.properties))]));
  const places = new Map<string, readonly string[]>();
  const calendars = new Map<string, WorkingCalendar>();
  return {
    draft: item,
    blankForm: Object.fromEntries(Object.keys(item.form.properties).map((field) => [field, null])),
    offices: indexOffices(offices),
    places,
    calendars,
    placeOf: (division) => places.get(division) ?? [],
    calendarOf(division) {
      const calendar = calendars.get(division);
      if (!calendar) throw new RangeError(`the calendar of ${division} was not learnt`);
      return calendar;
    },
    askedUnder: (versionId) => asked.get(versionId) ?? NOTHING_ASKED,
    dueUnder: createDueUnder(),
    now: rehearsal.startedAt,
  };
}

interface PreparedGround extends RehearsalGround {
  /** Places met so far; there are as many as divisions, however many cases there are. */
  readonly places: Map<string, readonly string[]>;
  readonly calendars: Map<string, WorkingCalendar>;
}

const NOTHING_ASKED: ReadonlySet<string> = new Set();

/** Adds one page to the sums; END after the last page of the last stage. */
async function countPage(
  { stores }: UsecaseDependencies,
  ground: PreparedGround,
  rehearsal: Rehearsal,
  serviceItemCode: string,
  pageSize: number,
): Promise<Rehearsal | 'END'> {
  const question = { serviceItemCode, until: rehearsal.startedAt };
  const page = { after: rehearsal.cursor, limit: pageSize };
  if (rehearsal.stage === 'CASES') {
    const cases = await stores.pastDecisions.cases(question, page);
    await learnPlaces(stores, ground, cases);
    for (const past of cases) add(rehearsal, past, rehearseCase(ground, past), past.id);
    if (cases.length === 0) return { ...rehearsal, stage: 'REFUSED_INTAKES', cursor: undefined };
    return { ...rehearsal, cursor: cases.at(-1)?.id, done: rehearsal.done + cases.length };
  }
  const intakes = await stores.pastDecisions.refusedIntakes(question, page);
  for (const past of intakes) add(rehearsal, past, rehearseRefusedIntake(ground, past));
  if (intakes.length === 0) return 'END';
  return { ...rehearsal, cursor: intakes.at(-1)?.id, done: rehearsal.done + intakes.length };
}

function add(
  { sums }: Rehearsal,
  { divisionCode, decidedAt }: PastDecision,
  findings: readonly RehearsalFinding[],
  caseId?: string,
): void {
  addFindings(sums, { divisionCode, day: localDateOf(decidedAt), caseId }, findings);
}

async function learnPlaces(
  { divisions, calendars }: UsecaseDependencies['stores'],
  ground: PreparedGround,
  decisions: readonly PastDecision[],
): Promise<void> {
  const codes = decisions.flatMap(({ divisionCode, workplaceDivision }) =>
    [divisionCode, workplaceDivision ?? []].flat(),
  );
  for (const code of new Set(codes)) {
    if (ground.places.has(code)) continue;
    ground.places.set(code, await divisions.withAncestors(code));
    ground.calendars.set(code, await calendars.calendarOf(code));
  }
}

async function finish(deps: UsecaseDependencies, rehearsal: Rehearsal, fence: number): Promise<void> {
  await deps.unitOfWork.run(async (tx) => {
    const code = (await tx.versions.find(rehearsal.versionId))?.code ?? '';
    const version = (await tx.versions.take(code)).find(({ id }) => id === rehearsal.versionId);
    const finishedAt = deps.clock.now();
    const status = version && isGivenUp(version) ? 'ABANDONED' : 'DONE';
    if (!(await tx.rehearsals.finish({ ...rehearsal, status, finishedAt }, fence))) return;
    const sameText = version?.digest === rehearsal.digest;
    if (version && sameText && nextVersionStatus(version.status, 'REHEARSE'))
      await tx.versions.save(rehearsed(version, finishedAt));
  });
}

function isGivenUp({ status, publishedAt }: CatalogueVersion): boolean {
  return status === 'RETIRED' && publishedAt === undefined;
}
