export type EffectKind = 'DISPATCH' | 'RECALL' | 'SUPPLEMENT';
export type Details = Readonly<Record<string, string>>;

/** One answer the agency will give by itself, `beats` after the one before. */
export interface Step {
  readonly beats: number;
  readonly status: string;
  readonly details?: Details | undefined;
  /** Waits for a release before its beats begin. */
  readonly hold?: true | undefined;
}

/** The lines of the ledger. What the agency knows is exactly what follows from them, read in order. */
export type Entry =
  | EffectEntry
  | RepeatEntry
  | CutEntry
  | AnswerEntry
  | MessageEntry
  | DeliveredEntry
  | ReleasedEntry
  | GatewayEntry;

/** Something was done at the agency: a matter taken in, recalled or supplemented. */
export interface EffectEntry {
  readonly t: 'effect';
  readonly at: string;
  readonly key: string;
  readonly kind: EffectKind;
  readonly referralId: string;
  /** The agency's own number of the matter it concerns. */
  readonly intakeNumber: string;
  /** What was sent, in brief, to tell a repetition from another use of the key. */
  readonly digest: string;
  /** What the agency does next. Empty for a recall and for a matter that is never answered. */
  readonly script: readonly Step[];
  readonly silenced?: true | undefined;
  /** Which of the agency's matters it is, where it has several. */
  readonly subject?: string | undefined;
  /** The gateway's key, where the agency goes by a number of its own. */
  readonly outerNo?: string | undefined;
  /** What earlier agencies handed over, as it came. */
  readonly handOver?: unknown;
  /** What a bank was told to pay, and to whom. */
  readonly order?: Details | undefined;
}

/** A key that came again and, because it is honoured, had no effect. */
export interface RepeatEntry {
  readonly t: 'repeat';
  readonly key: string;
}

/** Recorded, and the line cut before the answer: whoever sent it cannot know. */
export interface CutEntry {
  readonly t: 'cut';
  readonly keys: readonly string[];
}

export interface AnswerEntry {
  readonly t: 'answer';
  readonly at: string;
  /** Rises over all answers of the agency; never reused. */
  readonly number: number;
  /** Rises over the answers about one referral. */
  readonly sequence: number;
  readonly intakeNumber: string;
  readonly status: string;
  readonly details: Details;
  readonly over: boolean;
  /** Given on request: what the agency would have answered by itself is dropped. */
  readonly onRequest?: true | undefined;
  /** In the same line as the answer, so that no answer can exist without its webhook. */
  readonly message?: Message | undefined;
}

export interface Message {
  readonly id: string;
  /** Messages of one lane are first attempted in order. */
  readonly lane: string;
  readonly body: string;
}

export interface MessageEntry {
  readonly t: 'message';
  readonly message: Message;
  /** What it is called, to send it again by name. */
  readonly name: string;
}

export interface DeliveredEntry {
  readonly t: 'delivered';
  readonly id: string;
}

export interface ReleasedEntry {
  readonly t: 'released';
  readonly intakeNumber: string;
}

export interface GatewayEntry {
  readonly t: 'gateway';
  readonly url: string;
}
