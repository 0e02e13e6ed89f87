import type { Viewer } from '#domain/access/viewer.ts';
import { refuse, RequestRefusedError, type UserFault } from '#domain/errors.ts';
import { localDateOf } from '#domain/referrals/local-date.ts';
import { readIdentity } from '#domain/registry/incoming-identity.ts';
import { type MatchReview, personInRecord } from '#domain/registry/match-review.ts';
import { parsePersonName } from '#domain/registry/person-name.ts';
import type { Person } from '#domain/registry/person.ts';
import { isDemoResidentId, parseResidentId, sexOf } from '#domain/registry/resident-id.ts';
import { once, type OnceResult } from '#usecases/once.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';
import { type DecidedMatch, settleReview, takeOpenReview } from '#usecases/registry/decide-match.ts';

export interface RegisterAsNewInput {
  readonly idempotencyKey: string;
  readonly reviewId: string;
  /** As on the card, where the record has none that can be used, or a wrong one. */
  readonly residentId?: string | undefined;
  readonly name?: string | undefined;
}

/**
 * A window says that a record is about nobody in the register, and enters them. Nobody is entered without a number: what
 * the record lacks is typed from the card. A number that is in the register is refused; that person is to be confirmed.
 * Idempotent by its key.
 */
export function registerAsNew(
  deps: UsecaseDependencies,
  viewer: Viewer,
  input: RegisterAsNewInput,
): Promise<OnceResult<DecidedMatch>> {
  const { idempotencyKey, ...rest } = input;
  return once(deps, { viewer, operation: 'registerAsNew', idempotencyKey, input: rest }, async (tx) => {
    const review = await takeOpenReview(tx, viewer, input.reviewId);
    const entry = entryOf(review, input, deps);
    const person = await tx.people.insertOrFind(entry, deps.clock.now());
    if (person.id !== entry.id) refuse('PERSON_ALREADY_REGISTERED', ['residentId']);
    return settleReview(tx, deps, viewer, review, { status: 'REGISTERED', personId: person.id });
  });
}

function entryOf({ record, divisionCode }: MatchReview, input: RegisterAsNewInput, deps: UsecaseDependencies): Person {
  const today = localDateOf(deps.clock.now());
  const incoming = readIdentity(personInRecord(record), divisionCode, today);
  const residentId = input.residentId === undefined ? incoming.residentId : parseResidentId(input.residentId, today);
  const name = input.name === undefined ? incoming.name : parsePersonName(input.name);
  const faults: UserFault[] = [];
  if (!residentId.ok) faults.push({ code: 'RESIDENT_ID_INVALID', path: ['residentId'] });
  else if (deps.production && isDemoResidentId(residentId.value))
    faults.push({ code: 'TEST_IDENTITY_IN_LIVE', path: ['residentId'] });
  if (!name.ok) faults.push({ code: 'NAME_INVALID', path: ['name'] });
  if (!residentId.ok || !name.ok || faults.length > 0) throw new RequestRefusedError(faults);
  return {
    id: deps.ids.next(),
    name: name.value,
    residentId: residentId.value,
    phone: incoming.phone,
    sex: sexOf(residentId.value),
    divisionCode,
  };
}
