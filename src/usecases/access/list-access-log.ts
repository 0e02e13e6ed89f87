import type { LedgerEntry, LedgerViewer } from '#domain/access/ledger-entry.ts';
import type { AboutPerson } from '#domain/access/ledger-stores.ts';
import type { Viewer } from '#domain/access/viewer.ts';
import type { Bilingual } from '#domain/catalogue/clock-rule.ts';
import { EMPTY_PAGE, type Page, type PageRequest } from '#domain/page.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

/** One look, as whoever was looked at may know it: nobody's name, and no id of anybody else. */
export interface AccessRecord extends Omit<LedgerEntry, 'viewer' | 'personId' | 'requestId' | 'operation'> {
  readonly viewer: AccessViewer;
  readonly aboutYou: boolean;
}

export interface AccessViewer extends Pick<LedgerViewer, 'role' | 'agencyCode'> {
  readonly place?: Bilingual | undefined;
  readonly pseudonym: string;
  readonly isYou: boolean;
}

/**
 * Who looked at the viewer, newest first: 个人信息保护法 art. 44 and 45, the right to know. Nobody but a worker with an entry
 * in the register is told anything.
 */
export async function listAccessLog(
  deps: UsecaseDependencies,
  viewer: Viewer,
  page: PageRequest,
): Promise<Page<AccessRecord>> {
  const personId = subjectOf(viewer);
  if (personId === undefined) return EMPTY_PAGE;
  const found = await deps.stores.accessLedger.aboutPerson(personId, page);
  return { ...found, items: await toRecords(deps, viewer, personId, found.items) };
}

/** One of these. */
export async function findAccessRecord(
  deps: UsecaseDependencies,
  viewer: Viewer,
  id: string,
): Promise<AccessRecord | undefined> {
  const personId = subjectOf(viewer);
  const found = personId && (await deps.stores.accessLedger.findAboutPerson(personId, id));
  return found ? (await toRecords(deps, viewer, personId, [found]))[0] : undefined;
}

function subjectOf({ role, personId }: Viewer): string | undefined {
  return role === 'WORKER' ? personId : undefined;
}

async function toRecords(
  { stores, digest }: UsecaseDependencies,
  reader: Viewer,
  personId: string,
  entries: readonly AboutPerson[],
): Promise<readonly AccessRecord[]> {
  const divisions = new Set(entries.map(({ viewer }) => viewer.divisionCode).filter((code) => code !== ''));
  const places = await stores.divisions.names([...divisions]);
  return entries.map(({ own, viewer, ...entry }) => ({
    id: entry.id,
    at: entry.at,
    decision: entry.decision,
    fieldClasses: entry.fieldClasses,
    purpose: entry.purpose,
    sourceAgency: entry.sourceAgency,
    caseId: entry.caseId,
    viewer: {
      role: viewer.role,
      agencyCode: viewer.agencyCode,
      place: places.get(viewer.divisionCode),
      // Of this reader's log alone, so that two who compare theirs do not learn who sees them both.
      pseudonym: digest.keyed(`access log|${personId}|${viewer.subject}`).slice(0, 8).toUpperCase(),
      isYou: viewer.subject === reader.subject,
    },
    aboutYou: own,
  }));
}
