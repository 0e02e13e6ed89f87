import type { Disclosure } from '#domain/access/disclosure.ts';
import type { LedgerEntry } from '#domain/access/ledger-entry.ts';
import type { Viewer } from '#domain/access/viewer.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

/** The request that shows something. */
export interface DisclosingRequest {
  readonly requestId: string;
  /** The name of the operation in the document, which the caller chose. */
  readonly operation?: string | undefined;
}

/** Names of operations and subjects of tokens come from others and may be of any length. */
const LONGEST = 200;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const CODE = /^[A-Z][A-Z0-9_]{0,59}$/;

/**
 * Puts down what a request is about to show. Resolves once that is committed; throws LedgerUnavailableError otherwise, and
 * the caller shows nothing. Nothing to show is nothing to record. Ids or a purpose that are none are our own mistake: a
 * RangeError, and nothing of the request is recorded.
 */
export async function recordDisclosures(
  { accessLedger, clock, ids }: Pick<UsecaseDependencies, 'accessLedger' | 'clock' | 'ids'>,
  viewer: Viewer,
  { requestId, operation }: DisclosingRequest,
  disclosures: readonly Disclosure[],
): Promise<void> {
  if (disclosures.length === 0) return;
  const at = clock.now();
  const who = {
    subject: storable(viewer.subject),
    role: viewer.role,
    agencyCode: viewer.actsFor?.agencyCode,
    divisionCode: storable(viewer.divisionCode),
  };
  const entries = disclosures.map((disclosure): LedgerEntry => {
    requireSound(disclosure);
    return {
      ...disclosure,
      id: ids.at(at),
      at,
      viewer: who,
      decision: disclosure.decision ?? 'SHOWN',
      requestId: storable(requestId),
      operation: operation === undefined ? undefined : storable(operation),
    };
  });
  await accessLedger.append(entries);
}

/** One text that the database cannot keep would fail the entries of others that are written along with it. */
function storable(text: string): string {
  return text.replaceAll('\0', '').slice(0, LONGEST).toWellFormed();
}

function requireSound({ personId, caseId, purpose, fieldClasses }: Disclosure): void {
  if ([personId, caseId].some((id) => id !== undefined && !UUID.test(id)))
    throw new RangeError('a disclosure names people and cases by the ids of their rows');
  if (personId === undefined && caseId === undefined)
    throw new RangeError('a disclosure is about a person or about a case');
  if (!CODE.test(purpose) || fieldClasses.length === 0)
    throw new RangeError('a disclosure has a purpose and a class of fields');
}
