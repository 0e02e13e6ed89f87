import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import type { LookUp, LookUpAnswers, LookUpSubject } from '#domain/agencies/agency-connector.ts';
import { AgencyUnavailableError } from '#domain/agencies/agency-errors.ts';
import type { Person } from '#domain/registry/person.ts';
import type { SnapshotStore } from '#domain/registry/registry-stores.ts';
import type { ResidentId } from '#domain/registry/resident-id.ts';
import type { SourceAnswer } from '#domain/registry/source-answer.ts';
import { callAgency } from '#usecases/call-agency.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

/** Whom to ask about: our id for the answer, the identity number for the agency. */
type Subjects = Pick<Person, 'id' | 'residentId'>;

type Answers<Subject extends LookUpSubject> = ReadonlyMap<string, SourceAnswer<LookUpAnswers[Subject]>>;

/**
 * Asks the agency that holds a subject about many people at once: one call however many people (or one per `maxBatch`).
 *
 * Order of truth: the live answer; else a snapshot younger than the agency's freshness limit; else an older one, marked
 * STALE; else UNAVAILABLE. Never throws for the agency's sake. Whoever calls has checked who may see what, and gives
 * `snapshots` for people who are not in the register.
 */
export async function lookUpSource<Subject extends LookUpSubject>(
  deps: UsecaseDependencies,
  subject: Subject,
  people: readonly Subjects[],
  snapshots: SnapshotStore = deps.stores.snapshots,
): Promise<Answers<Subject>> {
  const source = sourceOf(deps, subject);
  if (!source) throw new RangeError(`no connector looks up ${subject}`);
  const asOf = deps.clock.now();
  const live = await askLive(deps, source, people);
  if (live) {
    const known = new Map([...live].filter(([, answer]) => answer.length > 0));
    void snapshots.saveMany(source.code, subject, live, asOf).catch((error: unknown) => {
      deps.log.warn({ err: error, agency: source.code }, 'snapshots could not be kept');
    });
    return new Map(people.map((person) => [person.id, fromLive(source.code, known.get(person.id), asOf)]));
  }
  const kept = await snapshots.readMany(
    source.code,
    subject,
    people.map((person) => person.id),
  );
  return new Map(people.map((person) => [person.id, fromSnapshot(source, kept.get(person.id), asOf)]));
}

interface Source<Subject extends LookUpSubject> {
  readonly code: AgencyCode;
  readonly lookUp: LookUp<LookUpAnswers[Subject]>;
}

/** The agency that supplies a subject, from the register of connectors. */
export function sourceOf<Subject extends LookUpSubject>(
  deps: UsecaseDependencies,
  subject: Subject,
): Source<Subject> | undefined {
  for (const [code, connector] of deps.connectors) {
    const lookUp = connector.lookUps[subject];
    if (lookUp) return { code, lookUp };
  }
  return undefined;
}

async function askLive<Subject extends LookUpSubject>(
  deps: UsecaseDependencies,
  { code, lookUp }: Source<Subject>,
  people: readonly Subjects[],
): Promise<Map<string, LookUpAnswers[Subject]> | undefined> {
  const empty: readonly never[] = [];
  try {
    const batches = inBatches(people, lookUp.maxBatch);
    const answers = await callAgency(deps, (call) =>
      Promise.all(
        batches.map((batch) =>
          lookUp.lookUpMany(
            batch.map((person) => person.residentId),
            call,
          ),
        ),
      ),
    );
    const byResidentId = new Map<ResidentId, LookUpAnswers[Subject]>(answers.flatMap((answer) => [...answer]));
    return new Map(
      people.map((person) => [person.id, byResidentId.get(person.residentId) ?? (empty as LookUpAnswers[Subject])]),
    );
  } catch (error) {
    if (!(error instanceof AgencyUnavailableError))
      deps.log.error({ err: error, agency: code }, 'look-up failed unexpectedly');
    else deps.log.warn({ agency: code, fault: error.fault }, 'look-up gave no answer');
    return undefined;
  }
}

function fromLive<Answer>(agencyCode: AgencyCode, answer: Answer | undefined, asOf: Date): SourceAnswer<Answer> {
  return answer === undefined
    ? { status: 'NOT_FOUND', agencyCode, asOf }
    : { status: 'FRESH', agencyCode, asOf, answer };
}

function fromSnapshot<Subject extends LookUpSubject>(
  { code, lookUp }: Source<Subject>,
  snapshot: { asOf: Date; answer: LookUpAnswers[Subject] } | undefined,
  now: Date,
): SourceAnswer<LookUpAnswers[Subject]> {
  if (!snapshot) {
    return {
      status: 'UNAVAILABLE',
      agencyCode: code,
      notice: {
        zh: '对方系统暂时没有答复，请稍后再查；不影响受理。',
        en: 'The agency does not answer now; try again later. Accepting a case is not affected.',
      },
    };
  }
  const ageSeconds = (now.getTime() - snapshot.asOf.getTime()) / 1000;
  if (ageSeconds <= lookUp.freshForSeconds) {
    return {
      status: snapshot.answer.length > 0 ? 'FRESH' : 'NOT_FOUND',
      agencyCode: code,
      asOf: snapshot.asOf,
      answer: snapshot.answer,
      notice: {
        zh: '对方系统暂时没有答复，显示的是刚才查询的结果，仍在时效内。',
        en: 'The agency does not answer now; this is what it said a short while ago and still counts as fresh.',
      },
    };
  }
  return {
    status: 'STALE',
    agencyCode: code,
    asOf: snapshot.asOf,
    answer: snapshot.answer,
    notice: {
      zh: '对方系统暂时没有答复，显示的是上次查询结果，不能据此认定不符合条件。',
      en: 'The agency does not answer now; this is its last known answer and no ground for finding anyone ineligible.',
    },
  };
}

function inBatches<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
