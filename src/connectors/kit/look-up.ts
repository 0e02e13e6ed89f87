import type { AgencyCall, LookUp } from '#domain/agencies/agency-connector.ts';
import { looksMaskedNumber } from '#domain/registry/masking-marks.ts';
import type { ResidentId } from '#domain/registry/resident-id.ts';
import { AgencyExchangeError } from './agency-exchange-error.ts';
import { foldCode } from './foreign-text.ts';

export interface LookUpSettings<Answer> {
  readonly maxBatch: number;
  readonly freshForSeconds: number;
  /** One call about these people, none twice. */
  readonly ask: (ids: readonly ResidentId[], call: AgencyCall) => Promise<ReadonlyMap<ResidentId, Answer>>;
}

/** A look-up that asks each person once and nobody for nobody. Throws RangeError above `maxBatch`: that is the caller's fault. */
export function createLookUp<Answer>({ maxBatch, freshForSeconds, ask }: LookUpSettings<Answer>): LookUp<Answer> {
  return {
    maxBatch,
    freshForSeconds,
    async lookUpMany(ids, call) {
      const people = [...new Set(ids)];
      if (people.length > maxBatch)
        throw new RangeError(`${people.length} people in one call; this agency takes ${maxBatch}`);
      if (people.length === 0) return new Map();
      return ask(people, call);
    },
  };
}

/** Collects rows by the person they are about; see `add` for what is left out and what is refused. */
export function createAnswers<Row>(ids: readonly ResidentId[]): Answers<Row> {
  const asked = new Set<string>(ids);
  const byPerson = new Map<ResidentId, Row[]>();
  return {
    byPerson,
    add(foreignId, row) {
      if (looksMaskedNumber(foreignId)) throw new MaskedAnswerError();
      const id = foldCode(foreignId);
      if (!asked.has(id)) return;
      const person = id as ResidentId;
      byPerson.set(person, [...(byPerson.get(person) ?? []), row]);
    },
  };
}

export interface Answers<Row> {
  readonly byPerson: ReadonlyMap<ResidentId, readonly Row[]>;
  /**
   * Rows about people nobody asked for are dropped: passing them on would disclose them. A masked number is refused with
   * MaskedAnswerError and the whole answer with it: it belongs to one of those asked for, nobody can say to whom, and
   * leaving it out would turn "cannot say" into "has nothing".
   */
  add(foreignId: string, row: Row): void;
}

/** Not a breakdown: the agency works, its answers are just of no use here. */
class MaskedAnswerError extends AgencyExchangeError {
  constructor() {
    super('MALFORMED', 'the answer masks identity numbers', { recorded: 'MAYBE', blameAgency: false });
  }
}
