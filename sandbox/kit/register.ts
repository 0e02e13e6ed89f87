import type { AnswerEntry, EffectEntry, Entry, Message, MessageEntry, Step } from './entries.ts';
import type { Ledger } from './ledger.ts';

export interface Matter {
  readonly intakeNumber: string;
  readonly referralId: string;
  readonly key: string;
  readonly subject: string | undefined;
  script: readonly Step[];
  status: string;
  over: boolean;
  silenced: boolean;
  released: boolean;
  recalled: boolean;
  readonly answers: AnswerEntry[];
}

/** What the agency knows: the ledger, read into memory. Written through, never edited. */
export interface Register {
  readonly effects: readonly EffectEntry[];
  readonly matters: ReadonlyMap<string, Matter>;
  readonly answers: readonly AnswerEntry[];
  readonly messages: readonly MessageEntry[];
  readonly pending: ReadonlyMap<string, Message>;
  readonly delivered: ReadonlySet<string>;
  gatewayUrl(): string | undefined;
  requestsOf(key: string): number;
  /** How often the line was cut after the key had been recorded. */
  cutsOf(key: string): number;
  /** The first effect recorded under this key. */
  effectOf(key: string): EffectEntry | undefined;
  /** Oldest first; more than one where keys are not honoured. */
  mattersOf(referralId: string): readonly Matter[];
  write(entry: Entry): void;
}

export function openRegister(ledger: Ledger<Entry>, received: string): Register {
  const effects: EffectEntry[] = [];
  const matters = new Map<string, Matter>();
  const answers: AnswerEntry[] = [];
  const messages: MessageEntry[] = [];
  const pending = new Map<string, Message>();
  const delivered = new Set<string>();
  const byReferral = new Map<string, Matter[]>();
  const byKey = new Map<string, EffectEntry>();
  const requests = new Map<string, number>();
  const cuts = new Map<string, number>();
  let gatewayUrl: string | undefined;

  function countRequest(key: string): void {
    requests.set(key, (requests.get(key) ?? 0) + 1);
  }

  function openMatter({ intakeNumber, referralId, key, script, ...entry }: EffectEntry): void {
    const silenced = entry.silenced === true;
    const matter: Matter = {
      intakeNumber,
      referralId,
      key,
      subject: entry.subject,
      script,
      silenced,
      status: received,
      over: false,
      released: false,
      recalled: false,
      answers: [],
    };
    matters.set(intakeNumber, matter);
    const siblings = byReferral.get(referralId);
    if (siblings) siblings.push(matter);
    else byReferral.set(referralId, [matter]);
  }

  function applyEffect(entry: EffectEntry): void {
    effects.push(entry);
    if (!byKey.has(entry.key)) byKey.set(entry.key, entry);
    countRequest(entry.key);
    if (entry.kind === 'DISPATCH') return openMatter(entry);
    if (entry.kind === 'RECALL') return endAll(entry.referralId);
    const matter = matters.get(entry.intakeNumber);
    if (matter) matter.script = entry.script;
  }

  /** A recall ends every record of the referral: where keys are not honoured there may be two. */
  function endAll(referralId: string): void {
    for (const matter of byReferral.get(referralId) ?? []) {
      if (!matter.over) Object.assign(matter, { script: [], over: true, recalled: true });
    }
  }

  function applyAnswer(entry: AnswerEntry): void {
    answers.push(entry);
    if (entry.message) pending.set(entry.message.id, entry.message);
    const matter = matters.get(entry.intakeNumber);
    if (!matter) return;
    matter.answers.push(entry);
    matter.status = entry.status;
    matter.over = entry.over;
    matter.script = entry.onRequest ? [] : matter.script.slice(1);
  }

  function apply(entry: Entry): void {
    switch (entry.t) {
      case 'effect':
        return applyEffect(entry);
      case 'answer':
        return applyAnswer(entry);
      case 'repeat':
        return countRequest(entry.key);
      case 'cut':
        for (const key of entry.keys) cuts.set(key, (cuts.get(key) ?? 0) + 1);
        return;
      case 'message':
        messages.push(entry);
        pending.set(entry.message.id, entry.message);
        return;
      case 'delivered':
        pending.delete(entry.id);
        delivered.add(entry.id);
        return;
      case 'gateway':
        gatewayUrl = entry.url;
        return;
      case 'released': {
        const matter = matters.get(entry.intakeNumber);
        if (matter) Object.assign(matter, { released: true, silenced: false });
      }
    }
  }

  ledger.past.forEach(apply);
  return {
    effects,
    matters,
    answers,
    messages,
    pending,
    delivered,
    gatewayUrl: () => gatewayUrl,
    effectOf: (key) => byKey.get(key),
    requestsOf: (key) => requests.get(key) ?? 0,
    cutsOf: (key) => cuts.get(key) ?? 0,
    mattersOf: (referralId) => byReferral.get(referralId) ?? [],
    write(entry) {
      ledger.append(entry);
      apply(entry);
    },
  };
}
