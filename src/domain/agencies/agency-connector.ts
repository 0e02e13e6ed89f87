import type { AgencyCode, AgencyRole } from '#domain/agencies/agency-code.ts';
import type { LedgerPage, LedgerTotals } from '#domain/agencies/agency-ledger.ts';
import type { InboundContent } from '#domain/agencies/inbound-content.ts';
import type { InquiryOutcome, SendOutcome } from '#domain/agencies/send-outcome.ts';
import type { HandedOverStep, HandOver } from '#domain/disputes/hand-over.ts';
import type { LocalDate } from '#domain/referrals/local-date.ts';
import type { AssistanceRecord } from '#domain/registry/assistance-record.ts';
import type { Docket } from '#domain/registry/docket.ts';
import type { InsuranceEnrolment } from '#domain/registry/insurance-enrolment.ts';
import type { ResidentId } from '#domain/registry/resident-id.ts';

/**
 * The port: everything the gateway knows about talking to an agency. One folder under `connectors/` implements it for
 * one agency, offering only what that agency can do; what is absent is a capability the agency does not have.
 *
 * Foreign words stop here. A connector receives and returns our words only.
 */
export interface AgencyConnector {
  readonly code: AgencyCode;
  readonly roles: readonly AgencyRole[];
  /** How this agency is reached, for people: an API that is called, a queue that is read, a window with a person. */
  readonly channel: AgencyChannel;
  /** What the agency does with the stable key of an effect; decides what may happen after an unknown outcome. */
  readonly effectKey: EffectKeySupport;
  /** How many effects a second the agency bears, all workers together; absent: as many as there are. */
  readonly callsPerSecond?: number | undefined;
  /** What this agency can be asked about people, by subject. */
  readonly lookUps: LookUps;
  /** Delivers one effect. Never throws for what the outcome table covers; whatever it throws counts as `UNKNOWN`. */
  send?(message: EffectMessage, key: EffectKey, call: AgencyCall): Promise<SendOutcome>;
  /** Asks whether the agency has recorded the effect with this key. Present exactly when `effectKey` is `INQUIRY`. */
  inquire?(key: EffectKey, call: AgencyCall): Promise<InquiryOutcome>;
  /** Reads the agency's answers after `cursor`, oldest first. Throws AgencyUnavailableError. */
  readReplies?(cursor: string | undefined, call: AgencyCall): Promise<ReplyPage>;
  /**
   * The agency's own list of what it took in from us on a day in Beijing, for reconciliation, page by page in any order.
   * Throws AgencyUnavailableError.
   */
  readLedger?(day: LocalDate, cursor: string | undefined, call: AgencyCall): Promise<LedgerPage>;
  /** For an agency without such a list: count and digest of that day. Not asked where `readLedger` is there. */
  readLedgerTotals?(day: LocalDate, call: AgencyCall): Promise<LedgerTotals>;
  /** Proves that a pushed message is the agency's own. Pure: reads no clock but `now`, stores nothing. */
  verifyWebhook?(message: WebhookMessage, now: Date): WebhookVerdict;
  /**
   * Translates a stored message, pushed or read, into our words. Pure.
   * Throws AgencyMessageUnreadableError, which puts the message into quarantine whole.
   */
  readMessage?(body: Uint8Array): InboundContent;
  /** Whether calls go out at the moment, for health. Absent where nothing is called (a window). */
  circuit?(): CircuitState;
  /** Frees sockets. */
  close(): Promise<void>;
}

/** 接口调用 · 轮询读取 · 人工窗口 */
export type AgencyChannel = 'API' | 'POLLED' | 'WINDOW';

/**
 * HONOURED: the agency records one effect per key, so the same key may be sent again.
 * INQUIRY: it ignores keys but can be asked whether it has one. NONE: neither, so a person decides (IN_DOUBT).
 */
export type EffectKeySupport = 'HONOURED' | 'INQUIRY' | 'NONE';

/** 正常 · 熔断（暂不调用） · 试探 */
export type CircuitState = 'CLOSED' | 'OPEN' | 'HALF_OPEN';

/**
 * One call's budget. `signal` aborts at `deadline`; connectors pass it to every socket. The deadline is in real time:
 * sockets know nothing of the demo clock's offset.
 */
export interface AgencyCall {
  readonly deadline: Date;
  readonly signal: AbortSignal;
}

/** What each look-up subject answers with. An empty list means the agency has nothing on that person. */
export interface LookUpAnswers {
  DOCKETS: readonly Docket[];
  INSURANCE_ENROLMENTS: readonly InsuranceEnrolment[];
  SOCIAL_ASSISTANCE: readonly AssistanceRecord[];
}

export type LookUpSubject = keyof LookUpAnswers;

export type LookUps = { readonly [Subject in LookUpSubject]?: LookUp<LookUpAnswers[Subject]> };

export interface LookUp<Answer> {
  /** People per call; the caller splits larger sets. */
  readonly maxBatch: number;
  /** A snapshot younger than this may stand in for a live answer and still be called FRESH. */
  readonly freshForSeconds: number;
  /**
   * Asks about many people in one call. A person missing from the answer is a person the agency does not know.
   * Throws AgencyUnavailableError.
   */
  lookUpMany(ids: readonly ResidentId[], call: AgencyCall): Promise<ReadonlyMap<ResidentId, Answer>>;
}

/** Stable across every retry, restart and replay of one effect: `oe-<uuid>`, 39 characters. */
export type EffectKey = string & { readonly __brand: 'EffectKey' };

/** 派送 · 撤回 · 补正材料 */
export type EffectKind = 'DISPATCH' | 'RECALL' | 'SUPPLEMENT';

/** One effect in our words; built only from fields that the plan's step declares for disclosure. */
export interface EffectMessage {
  readonly kind: EffectKind;
  /** The agency echoes this in every answer. */
  readonly referralId: string;
  readonly acceptanceNo: string;
  readonly role: AgencyRole;
  readonly serviceItemCode: string;
  readonly serviceItemName: string;
  readonly divisionCode: string;
  readonly issuedAt: Date;
  readonly applicant: DisclosedApplicant;
  /**
   * Answers of the intake form that this step discloses, by field name; findings and granted amounts with their prefix
   * (`assessment.`, `granted.`). Money is decimal text in yuan.
   */
  readonly fields: Readonly<Record<string, DisclosedValue>>;
  /** For a DISPATCH of a dispute that went through other steps: what they hand over. */
  readonly handOver?: MessageHandOver;
  /** For a SUPPLEMENT: what was supplied. For a RECALL: why. */
  readonly note?: string;
}

/** 移交材料, with the names of the agencies, which know each other by name. */
export interface MessageHandOver extends HandOver {
  readonly steps: readonly (HandedOverStep & { readonly agencyName: string })[];
}

export interface DisclosedApplicant {
  readonly name?: string;
  readonly residentId?: ResidentId;
  readonly phone?: string;
}

export type DisclosedValue = string | number | boolean | readonly string[];

export interface ReplyPage {
  readonly messages: readonly PolledMessage[];
  /** Where to go on; stored with the messages in one transaction. */
  readonly nextCursor: string;
  readonly hasMore: boolean;
}

export interface PolledMessage {
  /** Unique per agency for ever; the same message read twice carries the same id. */
  readonly messageId: string;
  readonly body: Uint8Array;
}

export interface WebhookMessage {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
}

export type WebhookVerdict =
  | { readonly genuine: true; readonly messageId: string }
  | {
      readonly genuine: false;
      readonly reason: 'MISSING_HEADER' | 'BAD_TIMESTAMP' | 'OUTSIDE_WINDOW' | 'BAD_SIGNATURE';
    };
