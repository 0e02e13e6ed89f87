import type { LookUpAnswers, LookUpSubject } from '#domain/agencies/agency-connector.ts';
import type { SnapshotStore } from '#domain/registry/registry-stores.ts';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';
import type { Connection } from '#store/database.ts';
import { readInsuranceSnapshots } from '#store/feeds/insurance-snapshots.ts';

/** When this process last kept a row; at most `capacity` of them, the oldest forgotten first. */
export interface SnapshotThrottle {
  due(key: string, at: Date): boolean;
}

const KEEP_AGAIN_AFTER_MS = 60_000;

/** Reads come in bursts on the same people; sealing and writing each of them every time would cost more than the read. */
export function createSnapshotThrottle(capacity = 100_000): SnapshotThrottle {
  const kept = new Map<string, number>();
  return {
    due(key, at) {
      const last = kept.get(key);
      if (last !== undefined && at.getTime() - last < KEEP_AGAIN_AFTER_MS) return false;
      kept.delete(key);
      kept.set(key, at.getTime());
      const oldest = kept.size > capacity ? kept.keys().next() : undefined;
      if (oldest && !oldest.done) kept.delete(oldest.value);
      return true;
    },
  };
}

export function snapshotPlace(agency: string, subject: string, person: string): string {
  return `agency_snapshot.answer:${agency}/${subject}/${person}`;
}

export function createSnapshotStore(db: Connection, crypto: CryptoProvider, throttle: SnapshotThrottle): SnapshotStore {
  return {
    async readMany<Subject extends LookUpSubject>(agencyCode: string, subject: Subject, personIds: readonly string[]) {
      const rows = await db.agencySnapshot.findMany({
        where: { agencyCode, subject, personId: { in: [...personIds] } },
      });
      const kept = new Map(
        rows.map((row) => {
          const text = crypto.openText(row.answerSealed, snapshotPlace(agencyCode, subject, row.personId));
          return [row.personId, { asOf: row.asOf, answer: JSON.parse(text) as LookUpAnswers[Subject] }];
        }),
      );
      if (subject !== 'INSURANCE_ENROLMENTS') return kept;
      // Its files say the same for everyone who is insured; of the two the later one.
      const filed = await readInsuranceSnapshots(db, crypto, agencyCode, personIds);
      for (const [personId, { asOf, answer }] of filed) {
        const known = kept.get(personId);
        if (!known || known.asOf < asOf) kept.set(personId, { asOf, answer: answer as LookUpAnswers[Subject] });
      }
      return kept;
    },
    async saveMany(agencyCode, subject, answers, asOf) {
      const due = [...answers].filter(([personId]) => throttle.due(`${agencyCode}/${subject}/${personId}`, asOf));
      if (due.length === 0) return;
      const ids = due.map(([personId]) => personId);
      const sealed = due.map(([personId, answer]) =>
        crypto.seal(JSON.stringify(answer), snapshotPlace(agencyCode, subject, personId)),
      );
      await db.$executeRaw`
        INSERT INTO agency_snapshot (agency_code, subject, person_id, answer_sealed, as_of)
        SELECT ${agencyCode}, ${subject}, person_id, answer, ${asOf}
          FROM unnest(${ids}::uuid[], ${sealed}::bytea[]) AS row (person_id, answer)
        ON CONFLICT (agency_code, subject, person_id)
          DO UPDATE SET answer_sealed = excluded.answer_sealed, as_of = excluded.as_of
          WHERE agency_snapshot.as_of < excluded.as_of`;
    },
  };
}
