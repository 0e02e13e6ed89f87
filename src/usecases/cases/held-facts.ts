import type { LookUpSubject } from '#domain/agencies/agency-connector.ts';
import { ASSESSED_FROM } from '#domain/catalogue/eligibility/assessment.ts';
import {
  type HeldFacts,
  type HeldRecord,
  type HeldSource,
  type HeldSubject,
  heldSubjectsIn,
  NOTHING_HELD,
} from '#domain/catalogue/facts.ts';
import { expressionsOf } from '#domain/catalogue/passports.ts';
import type { ServiceItem } from '#domain/catalogue/service-item.ts';
import type { SnapshotStore } from '#domain/registry/registry-stores.ts';
import type { ResidentId } from '#domain/registry/resident-id.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';
import { lookUpSource, sourceOf } from '#usecases/registry/index.ts';

export interface Held {
  readonly facts: HeldFacts;
  readonly sources: readonly HeldSource[];
}

/** Someone asked about; `id` is absent for a person who is not in the register yet. */
export interface Holder {
  readonly id?: string | undefined;
  readonly residentId: ResidentId;
}

/**
 * What the item's conditions and assessment rest on and somebody holds already. Only those subjects are asked for, each of its
 * agency at once; an agency that does not answer costs its budget and no more.
 */
export async function heldFacts(deps: UsecaseDependencies, item: ServiceItem, holder: Holder): Promise<Held> {
  const assessed = item.assessment ? ASSESSED_FROM[item.assessment] : [];
  const subjects = [...new Set([...assessed, ...expressionsOf(item).flatMap(heldSubjectsIn)])];
  const answers = await Promise.all(subjects.map((subject) => READERS[subject](deps, holder)));
  return {
    facts: { ...NOTHING_HELD, ...Object.fromEntries(answers.map(({ source, records }) => [source.subject, records])) },
    sources: answers.map(({ source }) => source),
  };
}

interface HeldAnswer {
  readonly source: HeldSource;
  readonly records: readonly HeldRecord[];
}

const READERS: Readonly<Record<HeldSubject, (deps: UsecaseDependencies, holder: Holder) => Promise<HeldAnswer>>> = {
  async memberships({ stores, clock }, { id }) {
    const memberships = id ? await stores.people.memberships(id) : [];
    return {
      source: { subject: 'memberships', status: 'FRESH', asOf: clock.now() },
      records: memberships.map(({ status, employmentGroup, joinedOn }) => ({
        status,
        employmentGroup: employmentGroup ?? null,
        joinedOn,
      })),
    };
  },
  async hardshipFiles({ stores, clock }, { id }) {
    const file = id && (await stores.people.hardshipFile(id));
    return {
      source: { subject: 'hardshipFiles', status: 'FRESH', asOf: clock.now() },
      records: file
        ? [{ category: file.category ?? null, status: file.status, householdSize: file.householdSize }]
        : [],
    };
  },
  assistance: (deps, holder) =>
    ask(deps, holder, 'assistance', 'SOCIAL_ASSISTANCE', (record) => ({
      category: record.category,
      status: record.status,
      decidedOn: record.decidedOn ?? null,
      validUntil: record.validUntil ?? null,
    })),
  insurance: (deps, holder) =>
    ask(deps, holder, 'insurance', 'INSURANCE_ENROLMENTS', (record) => ({
      type: record.type,
      status: record.status,
      paidMonths: record.paidMonths ?? null,
      from: record.from ?? null,
      to: record.to ?? null,
    })),
};

type AnswerRecord<Subject extends LookUpSubject> =
  Awaited<ReturnType<typeof lookUpSource<Subject>>> extends ReadonlyMap<string, { answer?: infer Answer }>
    ? NonNullable<Answer> extends readonly (infer Entry)[]
      ? Entry
      : never
    : never;

async function ask<Subject extends LookUpSubject>(
  deps: UsecaseDependencies,
  holder: Holder,
  held: HeldSubject,
  subject: Subject,
  toRecord: (entry: AnswerRecord<Subject>) => HeldRecord,
): Promise<HeldAnswer> {
  if (!sourceOf(deps, subject)) return { source: notAsked(held), records: [] };
  const { id = UNKNOWN, residentId } = holder;
  const snapshots = holder.id ? deps.stores.snapshots : NO_SNAPSHOTS;
  const answer = (await lookUpSource(deps, subject, [{ id, residentId }], snapshots)).get(id);
  const entries = (answer?.answer ?? []) as readonly AnswerRecord<Subject>[];
  return {
    source: { subject: held, status: answer?.status ?? 'UNAVAILABLE', asOf: answer?.asOf },
    records: entries.map(toRecord),
  };
}

const UNKNOWN = 'not in the register';
/** Nothing is kept about people who are not in the register. */
const NO_SNAPSHOTS: SnapshotStore = { readMany: async () => new Map(), saveMany: async () => {} };

function notAsked(subject: HeldSubject): HeldSource {
  return { subject, status: 'UNAVAILABLE' };
}
