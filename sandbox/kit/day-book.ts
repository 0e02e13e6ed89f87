import { randomUUID } from 'node:crypto';
import { beijingTime } from './beijing-time.ts';
import type { Details, EffectEntry } from './entries.ts';
import type { Matter, Register } from './register.ts';

/** One record of the gateway's at the agency, as its own list has it. */
export interface HeldRecord {
  readonly key: string;
  readonly referralId: string;
  readonly intakeNumber: string;
  /** In the agency's word for it as of now. */
  readonly status: string;
  /** What came with the last answer. */
  readonly details: Details;
  readonly subject?: string | undefined;
  readonly at: string;
}

export interface DayBook {
  /** Of a Beijing day (2026-11-21), in order of arrival. */
  on(day: string): readonly HeldRecord[];
  plant(fault: LedgerFault): void;
  /** The list is right again. */
  clear(): void;
}

export const LEDGER_FAULTS = ['FORGET', 'DOUBLE', 'STATUS', 'REFERENCE', 'MOVE', 'PHANTOM'] as const;

/** What is made wrong in the list; the register itself stays as it is. */
export interface LedgerFault {
  readonly fault: (typeof LEDGER_FAULTS)[number];
  /** Whose records; for PHANTOM, whose record it pretends to be. */
  readonly referralId?: string | undefined;
  /** The wrong status or reference. */
  readonly word?: string | undefined;
  /** When it pretends to have come, for MOVE and PHANTOM. */
  readonly at?: string | undefined;
  /** How many, for PHANTOM. */
  readonly count: number;
}

export interface DayBookWords {
  readonly received: string;
  readonly recalled: string;
  readonly supplemented: string;
}

export function createDayBook(register: Register, words: DayBookWords): DayBook {
  let faults: LedgerFault[] = [];
  let phantoms: HeldRecord[] = [];

  function recordOf(effect: EffectEntry): HeldRecord {
    const matter = register.matters.get(effect.intakeNumber);
    return {
      key: effect.outerNo ?? effect.key,
      referralId: effect.referralId,
      intakeNumber: effect.intakeNumber,
      status: statusOf(effect, matter),
      details: (effect.kind === 'DISPATCH' && matter?.answers.at(-1)?.details) || {},
      subject: matter?.subject,
      at: effect.at,
    };
  }

  function statusOf({ kind }: EffectEntry, matter: Matter | undefined): string {
    if (kind === 'RECALL' || (kind === 'DISPATCH' && matter?.recalled)) return words.recalled;
    if (kind === 'SUPPLEMENT' || (matter && isSupplemented(matter))) return words.supplemented;
    return matter?.status ?? words.received;
  }

  /** What was asked for has come and nobody has looked at it yet. */
  function isSupplemented(matter: Matter): boolean {
    const last = matter.answers.at(-1);
    return register.effects.some(
      (effect) =>
        effect.kind === 'SUPPLEMENT' &&
        effect.intakeNumber === matter.intakeNumber &&
        effect.script.length > 0 &&
        last !== undefined &&
        effect.at >= last.at,
    );
  }

  function spoil(record: HeldRecord): readonly HeldRecord[] {
    return faults
      .filter(({ referralId }) => referralId === record.referralId)
      .reduce<readonly HeldRecord[]>(
        (records, { fault, word, at }) =>
          records.flatMap((each) => {
            if (fault === 'FORGET') return [];
            if (fault === 'DOUBLE') return [each, { ...each, intakeNumber: `${each.intakeNumber}-2` }];
            if (fault === 'STATUS') return [{ ...each, status: word ?? each.status }];
            if (fault === 'REFERENCE') return [{ ...each, intakeNumber: word ?? each.intakeNumber, details: {} }];
            return [{ ...each, at: at ?? each.at }];
          }),
        [record],
      );
  }

  return {
    on: (day) =>
      [...register.effects.map(recordOf).flatMap(spoil), ...phantoms].filter(
        ({ at }) => beijingTime(new Date(at)).slice(0, 10) === day,
      ),
    plant(fault) {
      if (fault.fault !== 'PHANTOM') {
        faults.push(fault);
        return;
      }
      for (let made = 0; made < fault.count; made += 1) {
        phantoms.push({
          key: `oe-${randomUUID()}`,
          referralId: fault.referralId ?? randomUUID(),
          intakeNumber: `WZ${phantoms.length + 1}`,
          status: fault.word ?? words.received,
          details: {},
          at: fault.at ?? new Date().toISOString(),
        });
      }
    },
    clear() {
      faults = [];
      phantoms = [];
    },
  };
}

/** Throws RangeError naming the field. */
export function parseLedgerFault(body: Readonly<Record<string, unknown>>): LedgerFault {
  const { fault, referralId, word, at, count = 1 } = body;
  const known = LEDGER_FAULTS.find((candidate) => candidate === fault);
  if (!known) throw new RangeError(`fault must be one of ${LEDGER_FAULTS.join(', ')}`);
  if (known !== 'PHANTOM' && typeof referralId !== 'string') throw new RangeError('referralId must be a text');
  if (at !== undefined && (typeof at !== 'string' || Number.isNaN(Date.parse(at))))
    throw new RangeError('at must be an instant');
  if (typeof count !== 'number' || !Number.isInteger(count) || count < 1)
    throw new RangeError('count must be a whole number from 1');
  return { fault: known, referralId: optional(referralId), word: optional(word), at: optional(at), count };
}

function optional(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
