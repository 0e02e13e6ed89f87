import type { StatedCase, StatedPurpose } from '#domain/access/decide-read.ts';
import { isPurposeCode, type PurposeCode, PURPOSES } from '#domain/access/purposes.ts';
import type { Case } from '#domain/cases/case.ts';
import type { Loaders } from '#domain/loaders.ts';
import { rowIdOf } from '#resolvers/global-id.ts';

/** As a request names them, in headers or when a WebSocket opens. */
export interface PurposeNamed {
  readonly code: PurposeCode;
  /** An acceptance number or a global id. */
  readonly case?: string | undefined;
}

/** A word that is no purpose is the caller's slip, and better told than taken for none. */
export class UnknownPurposeError extends Error {
  override readonly name = 'UnknownPurposeError';

  constructor() {
    super(`the header onedoor-purpose takes one of ${Object.keys(PURPOSES).join(', ')}`);
  }
}

const LONGEST_NUMBER = 100;

/** Undefined when none is stated. Throws UnknownPurposeError. */
export function readPurpose(purpose: unknown, caseNamed: unknown): PurposeNamed | undefined {
  if (purpose === undefined || purpose === '') return undefined;
  if (typeof purpose !== 'string' || !isPurposeCode(purpose)) throw new UnknownPurposeError();
  const named = typeof caseNamed === 'string' && caseNamed.length <= LONGEST_NUMBER ? caseNamed : undefined;
  return { code: purpose, case: named };
}

export interface CaseFinder {
  readonly loaders: Pick<Loaders, 'case' | 'referralsOfCase' | 'serviceItemVersion'>;
  findByAcceptanceNo(acceptanceNo: string): Promise<Case | undefined>;
}

/** What a request is for, with the case it names as far as the viewer may see it. Looked up once, when first asked for. */
export function createStatedPurpose(
  named: PurposeNamed | undefined,
  finder: CaseFinder,
): () => Promise<StatedPurpose | undefined> {
  let found: Promise<StatedPurpose> | undefined;
  return async () => {
    if (!named) return undefined;
    found ??= findCase(named.case, finder).then((stated) => ({ code: named.code, case: stated }));
    return found;
  };
}

async function findCase(
  named: string | undefined,
  { loaders, findByAcceptanceNo }: CaseFinder,
): Promise<StatedCase | undefined> {
  if (!named) return undefined;
  const rowId = rowIdOf('Case', named);
  const record = rowId ? await loaders.case.load(rowId) : await findByAcceptanceNo(named);
  if (!record) return undefined;
  const [version, referrals] = await Promise.all([
    loaders.serviceItemVersion.load(record.serviceItemVersionId),
    loaders.referralsOfCase.load(record.id),
  ]);
  if (!version) return undefined;
  const { id, applicantId, confidential } = record;
  return { id, applicantId, confidential, item: version.item, referrals };
}
