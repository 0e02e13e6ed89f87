import { createHash, randomUUID } from 'node:crypto';
import { createBehaviour, type Behaviour } from './behaviour.ts';
import { createCourier, type Courier } from './courier.ts';
import { createDayBook, type DayBook } from './day-book.ts';
import type { AnswerEntry, Details, EffectKind, Entry, Message, Step } from './entries.ts';
import { openLedger } from './ledger.ts';
import { createProgress } from './progress.ts';
import { openRegister, type Matter, type Register } from './register.ts';
import type { Settings } from './settings.ts';

/** What differs between the trades of the agencies, beside their dialects. */
export interface Trade {
  /** The status of a matter that was taken in and not looked at yet. */
  readonly received: string;
  /** Of a matter that was recalled, and of one whose supplement has come and was not looked at yet. */
  readonly recalled: string;
  readonly supplemented: string;
  isOver(status: string): boolean;
  /** Fills in what the agency adds to an answer: docket numbers, award kinds. */
  describe(status: string, details: Details, matter: Matter, register: Register): Details;
  /** The webhook body; absent where answers are read. */
  webhookBody?(answer: Omit<AnswerEntry, 'message'>, matter: Matter): string;
}

export interface NewEffect {
  readonly key: string;
  readonly kind: EffectKind;
  readonly referralId: string;
  readonly intakeNumber: string;
  readonly digest: string;
  readonly script: readonly Step[];
  readonly silenced?: boolean;
  readonly subject?: string | undefined;
  readonly outerNo?: string | undefined;
  readonly handOver?: unknown;
  readonly order?: Details | undefined;
}

/** One running agency: its register, its clockwork and its courier. */
export interface Office {
  readonly register: Register;
  readonly behaviour: Behaviour;
  readonly courier: Courier;
  /** Its own list of what it holds of the gateway's. */
  readonly dayBook: DayBook;
  record(effect: NewEffect): void;
  /** A request that fails on it every time: HTTP 500, and nothing is recorded. */
  chokesOn(body: Buffer): boolean;
  answer(matter: Matter, status: string, details: Details, onRequest: boolean): AnswerEntry;
  /** Lets held and silenced matters go on; returns how many. */
  release(referralId: string | undefined): number;
  push(name: string, body: string): void;
  setGateway(url: string): void;
  setPace(paceMs: number): void;
  stop(): void;
}

export function openOffice(settings: Settings, trade: Trade, log: (line: string) => void): Office {
  const register = openRegister(openLedger<Entry>(settings.ledgerFile), trade.received);
  const behaviour = createBehaviour();
  const courier = createCourier({ agency: settings.agency, secret: settings.webhookSecret, register, behaviour, log });
  let paceMs = settings.paceMs;
  const progress = createProgress({
    beatMs: () => paceMs,
    holdMs: settings.holdMs,
    give: (matter, step) => answer(matter, step.status, step.details ?? {}, false),
    release: releaseOne,
  });

  function answer(matter: Matter, status: string, details: Details, onRequest: boolean): AnswerEntry {
    const given = {
      t: 'answer' as const,
      at: new Date().toISOString(),
      number: register.answers.length + 1,
      sequence: register.mattersOf(matter.referralId).reduce((sum, each) => sum + each.answers.length, 1),
      intakeNumber: matter.intakeNumber,
      status,
      details: trade.describe(status, details, matter, register),
      over: trade.isOver(status),
      onRequest: onRequest ? (true as const) : undefined,
    };
    const body = trade.webhookBody?.(given, matter);
    const message: Message | undefined =
      body === undefined ? undefined : { id: newMessageId(), lane: matter.referralId, body };
    const entry: AnswerEntry = { ...given, message };
    register.write(entry);
    if (message) courier.take(message, entry.over);
    progress.follow(matter);
    return entry;
  }

  function releaseOne(matter: Matter): void {
    register.write({ t: 'released', intakeNumber: matter.intakeNumber });
    progress.follow(matter);
  }

  function start(): void {
    for (const matter of register.matters.values()) progress.follow(matter);
    const url = settings.gatewayUrl ?? register.gatewayUrl();
    if (url) courier.headFor(url);
  }

  start();
  return {
    register,
    behaviour,
    courier,
    dayBook: createDayBook(register, trade),
    answer,
    chokesOn: (body) => settings.poison.some((text) => body.includes(text)),
    record({ silenced, ...effect }) {
      register.write({ t: 'effect', at: new Date().toISOString(), ...effect, silenced: silenced ? true : undefined });
      // A recall may end more than one record of the referral.
      register.mattersOf(effect.referralId).forEach(progress.follow);
    },
    release(referralId) {
      const waiting = [...register.matters.values()].filter(
        (matter) => isHeld(matter) && (referralId ?? matter.referralId) === matter.referralId,
      );
      waiting.forEach(releaseOne);
      return waiting.length;
    },
    push(name, body) {
      const message = { id: newMessageId(), lane: name, body };
      register.write({ t: 'message', name, message });
      courier.take(message, true);
    },
    setGateway(url) {
      register.write({ t: 'gateway', url });
      courier.headFor(url);
    },
    setPace(ms) {
      paceMs = ms;
      for (const matter of register.matters.values()) progress.follow(matter);
    },
    stop() {
      progress.stop();
      courier.stop();
    },
  };
}

export function isHeld(matter: Matter): boolean {
  return !matter.over && (matter.silenced || (matter.script[0]?.hold === true && !matter.released));
}

/** Tells a repetition of a request from another use of its key; object keys are compared in any order. */
export function digestOf(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content, sortKeys)).digest('hex').slice(0, 32);
}

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function newMessageId(): string {
  return `msg_${randomUUID().replaceAll('-', '')}`;
}
