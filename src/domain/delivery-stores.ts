import type { RowScope } from '#domain/access/row-scope.ts';
import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import type { AgencyDelivery } from '#domain/agencies/agency-delivery.ts';
import type { AgencyHealth } from '#domain/agencies/agency-health.ts';
import type { QuarantinedMessage } from '#domain/agencies/quarantined-message.ts';
import type { Page, PageRequest } from '#domain/page.ts';
import type { DeadLetter } from '#domain/referrals/dead-letter.ts';

// What is kept about deliveries besides the effects themselves, for those who watch over them.

export interface DeliveryStores {
  readonly agencyHealth: AgencyHealthStore;
  readonly agencyPauses: AgencyPauseStore;
  readonly agencyReplays: AgencyReplayStore;
  readonly deadLetters: DeadLetterStore;
  readonly quarantinedMessages: QuarantinedMessageStore;
  readonly operatorActions: OperatorActionStore;
}

/** The health row of an agency. Each call is a statement of its own; lost with its process, it is learnt again. */
export interface AgencyHealthStore {
  find(code: AgencyCode): Promise<AgencyHealth & { readonly at: Date }>;
  /** Written only when it says something new. ROSE: the agency had been down until now, and something may be waiting. */
  noteAnswer(code: AgencyCode): Promise<'AS_BEFORE' | 'ROSE'>;
  /** Answers the health with this failure in it; `at` is the database's present. */
  noteFailure(code: AgencyCode): Promise<AgencyHealth & { readonly at: Date }>;
  /** Agencies that answer again and whose waiting effects have not been called forward yet. */
  owedHastening(): Promise<readonly AgencyCode[]>;
  settleHastening(code: AgencyCode): Promise<void>;
}

export interface AgencyPauseStore {
  /** False when `until` is past or more than 366 days off, by the database's time; then nothing changes. */
  pause(code: AgencyCode, pause: { readonly reason: string; readonly until?: Date | undefined }): Promise<boolean>;
  /** False when it was not paused. What waits may go out at once. */
  resume(code: AgencyCode): Promise<boolean>;
  /** Pauses whose time is over; `resume` ends them. */
  ranOut(): Promise<readonly AgencyCode[]>;
}

export interface DeadLetterStore {
  list(scope: RowScope, agencyCode: string | undefined, page: PageRequest): Promise<Page<DeadLetter>>;
  find(scope: RowScope, id: string): Promise<DeadLetter | undefined>;
  /** Of the agency, in cases of the division and below, or in all of them. */
  count(agencyCode: AgencyCode, divisionCode: string | undefined): Promise<number>;
  /** The figures of every agency there is, in one query, by code. */
  deliveries(): Promise<readonly AgencyDelivery[]>;
}

/** The replay of all dead letters an agency had when it was asked for. */
export interface AgencyReplay {
  readonly id: string;
  readonly agencyCode: AgencyCode;
  readonly divisionCode?: string | undefined;
  readonly requestedBy: string;
  readonly reason: string;
  readonly total: number;
}

export interface AgencyReplayStore {
  insert(replay: AgencyReplay): Promise<void>;
  /** The oldest that is not finished, with the next dead letters to look at. */
  next(
    limit: number,
  ): Promise<{ readonly replay: AgencyReplay; readonly effects: readonly ReplayedEffect[] } | undefined>;
  /** Keeps how far it has come; `effects` fewer than asked for were the last. */
  advance(id: string, done: { readonly lastEffectId?: string | undefined; readonly replayed: number }): Promise<void>;
  finish(id: string): Promise<void>;
}

export interface ReplayedEffect {
  readonly id: string;
  readonly referralId: string;
}

export interface QuarantinedMessageStore {
  list(agencyCode: string | undefined, page: PageRequest): Promise<Page<QuarantinedMessage>>;
  find(id: string): Promise<QuarantinedMessage | undefined>;
  /** Puts it back among the stored ones, to be processed from its bytes. False when it is not in quarantine. */
  release(id: string): Promise<boolean>;
}

/** Who did what to deliveries, when and why; only ever added to. */
export interface OperatorActionStore {
  add(action: OperatorAction): Promise<void>;
}

export interface OperatorAction {
  readonly id: string;
  readonly action: 'AGENCY_PAUSED' | 'AGENCY_RESUMED' | 'AGENCY_REPLAYED' | 'EFFECT_REPLAYED' | 'MESSAGE_REPLAYED';
  readonly agencyCode: AgencyCode;
  readonly subjectId?: string | undefined;
  readonly actor: string;
  readonly reason: string;
  readonly at: Date;
}
