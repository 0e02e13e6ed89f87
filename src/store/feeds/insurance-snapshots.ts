import type { InsuranceEnrolment } from '#domain/registry/insurance-enrolment.ts';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';
import type { Connection } from '#store/database.ts';
import { toLocalDate } from '#store/dates.ts';
import { insurancePlace } from '#store/feeds/insurance-target.ts';

interface InsuranceSnapshot {
  readonly asOf: Date;
  readonly answer: readonly InsuranceEnrolment[];
}

/** What the files of an agency say about people of the register, newest period first; as of their latest change. */
export async function readInsuranceSnapshots(
  db: Connection,
  crypto: CryptoProvider,
  agencyCode: string,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, InsuranceSnapshot>> {
  const people = await db.person.findMany({
    where: { id: { in: [...personIds] } },
    select: { id: true, residentIdIndex: true },
  });
  const ids = new Map(people.map(({ id, residentIdIndex }) => [keyOf(residentIdIndex), id]));
  const records = await db.insuranceRecord.findMany({
    where: { agencyCode, goneAt: null, residentIdIndex: { in: people.map(({ residentIdIndex }) => residentIdIndex) } },
    orderBy: { periodFrom: 'desc' },
  });
  const found = new Map<string, { asOf: Date; answer: InsuranceEnrolment[] }>();
  for (const record of records) {
    const id = ids.get(keyOf(record.residentIdIndex));
    if (id === undefined) continue;
    const place = insurancePlace(agencyCode, record.residentIdIndex, {
      kind: record.kind,
      employerCode: record.employerCode,
      from: toLocalDate(record.periodFrom),
    });
    const enrolment = JSON.parse(crypto.openText(record.detailSealed, place)) as InsuranceEnrolment;
    const { asOf, answer } = found.get(id) ?? { asOf: record.updatedAt, answer: [] };
    found.set(id, { asOf: record.updatedAt > asOf ? record.updatedAt : asOf, answer: [...answer, enrolment] });
  }
  return found;
}

function keyOf(index: Uint8Array): string {
  return Buffer.from(index).toString('base64');
}
