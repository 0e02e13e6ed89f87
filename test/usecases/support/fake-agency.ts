import { agencyCode, type AgencyCode, type AgencyRole } from '#domain/agencies/agency-code.ts';
import type {
  AgencyConnector,
  EffectKey,
  EffectKeySupport,
  EffectMessage,
  ReplyPage,
} from '#domain/agencies/agency-connector.ts';
import { AgencyMessageUnreadableError } from '#domain/agencies/agency-errors.ts';
import type { InboundContent } from '#domain/agencies/inbound-content.ts';
import type { InquiryOutcome, SendOutcome } from '#domain/agencies/send-outcome.ts';

export interface SentEffect {
  readonly key: EffectKey;
  readonly message: EffectMessage;
}

/** An agency that does what a test says, and remembers everything it was asked. */
export interface FakeAgency {
  readonly code: AgencyCode;
  readonly connector: AgencyConnector;
  readonly sent: readonly SentEffect[];
  readonly inquired: readonly EffectKey[];
  /** Replaced by a test; `DELIVERED` until then. */
  answer: (effect: SentEffect) => Promise<SendOutcome> | SendOutcome;
  answerInquiry: (key: EffectKey) => Promise<InquiryOutcome> | InquiryOutcome;
  readPage: (cursor: string | undefined) => Promise<ReplyPage> | ReplyPage;
  readMessage: (body: Uint8Array) => InboundContent;
}

export interface FakeAgencyWishes {
  readonly code?: string;
  readonly roles?: readonly AgencyRole[];
  readonly effectKey?: EffectKeySupport;
}

/** Plays the union's mediation studio unless told otherwise: the first step of a wage case. */
export function fakeAgency({
  code = 'union',
  roles = ['UNION_MEDIATION', 'UNION_AID'],
  effectKey = 'HONOURED',
}: FakeAgencyWishes = {}): FakeAgency {
  const sent: SentEffect[] = [];
  const inquired: EffectKey[] = [];
  const agency: FakeAgency = {
    code: agencyCode(code),
    sent,
    inquired,
    answer: () => ({ kind: 'DELIVERED' }),
    answerInquiry: () => ({ kind: 'NOT_RECORDED' }),
    readPage: () => ({ messages: [], nextCursor: '', hasMore: false }),
    readMessage,
    connector: {
      code: agencyCode(code),
      roles,
      channel: 'API',
      effectKey,
      lookUps: {},
      async send(message, key) {
        sent.push({ key, message });
        return agency.answer({ key, message });
      },
      ...(effectKey === 'INQUIRY' && {
        async inquire(key: EffectKey) {
          inquired.push(key);
          return agency.answerInquiry(key);
        },
      }),
      readReplies: async (cursor) => agency.readPage(cursor),
      verifyWebhook: ({ headers }) =>
        headers['id'] ? { genuine: true, messageId: headers['id'] } : { genuine: false, reason: 'MISSING_HEADER' },
      readMessage: (body) => agency.readMessage(body),
      close: async () => {},
    },
  };
  return agency;
}

/** Its messages are our own words as JSON; `!` stands for one that cannot be read, `?` for a fault in the reading. */
function readMessage(body: Uint8Array): InboundContent {
  const text = new TextDecoder().decode(body);
  if (text.startsWith('!')) throw new AgencyMessageUnreadableError(text.slice(1));
  if (text.startsWith('?')) throw new TypeError('a mistake of ours');
  return JSON.parse(text) as InboundContent;
}

export function messageOf(content: InboundContent | string): Uint8Array {
  return new TextEncoder().encode(typeof content === 'string' ? content : JSON.stringify(content));
}
