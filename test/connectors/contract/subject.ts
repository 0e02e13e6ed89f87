import type { LineTuning } from '#connectors/kit/agency-line.ts';
import type {
  AgencyConnector,
  EffectKey,
  EffectKind,
  EffectMessage,
  LookUpSubject,
} from '#domain/agencies/agency-connector.ts';
import type { InboundContent } from '#domain/agencies/inbound-content.ts';
import type { InquiryOutcome, SendOutcome } from '#domain/agencies/send-outcome.ts';
import type { Play } from '../support/play-server.ts';
import type { Encoding } from '../support/samples.ts';

/** One agency as the contract suite sees it: how to connect to a played one, and what that one says. */
export interface ContractSubject {
  readonly encoding: Encoding;
  connect(url: URL, tuning: LineTuning): AgencyConnector;
  readonly lookUps: readonly LookUpScript[];
  readonly send: SendScript;
  readonly inquire?: InquireScript;
  readonly replies?: RepliesScript;
  readonly messages: readonly MessageScript[];
}

export interface LookUpScript {
  readonly subject: LookUpSubject;
  readonly found: Buffer;
  /** By identity number; everybody in `found` and nobody else. */
  readonly expected: Readonly<Record<string, readonly object[]>>;
  readonly nothing: Buffer;
  /** The agency's own complaint about the question. */
  readonly refused: Play;
}

export interface SendScript {
  readonly effects: readonly EffectScript[];
  /** The agency's no to a DISPATCH. */
  readonly refused: { readonly play: Play; readonly expected: SendOutcome };
  /** What a step discloses to this agency, where it needs other fields than the usual ones. */
  readonly fields?: EffectMessage['fields'] | undefined;
  /** Absent: nothing is sent without an identity number. False: the agency acts on what and when. */
  readonly needsIdentity?: boolean | undefined;
  /** The agency's complaint that we asked wrongly. */
  readonly wronglyAsked: Play;
}

export interface EffectScript {
  readonly kind: EffectKind;
  readonly path: string;
  readonly referralId: string;
  readonly key: EffectKey;
  readonly play: { readonly status?: number; readonly body: Buffer };
  readonly expected: SendOutcome;
}

export interface InquireScript {
  readonly key: EffectKey;
  readonly recorded: { readonly body: Buffer; readonly expected: InquiryOutcome };
  readonly notRecorded: Buffer;
}

export interface RepliesScript {
  readonly page: Buffer;
  readonly messageIds: readonly string[];
  readonly nextCursor: string;
  readonly nothing: Buffer;
}

export interface MessageScript {
  readonly what: string;
  readonly body: Buffer;
  readonly expected: Partial<InboundContent>;
  /** The agency's word for the state, to be replaced by one nobody knows. */
  readonly word: string;
}
