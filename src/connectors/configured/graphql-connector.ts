import type { AgencyLine, LineTuning } from '#connectors/kit/agency-line.ts';
import { createAgencyLine } from '#connectors/kit/agency-line.ts';
import { textAt, valueAt } from '#connectors/kit/dotted-path.ts';
import type { GraphqlDialect, GraphqlErrorMeaning } from '#connectors/kit/graphql.ts';
import { askGraphql, USUAL_ERROR_CODES } from '#connectors/kit/graphql.ts';
import { deliver, inquiryOutcomeOf } from '#connectors/kit/send-faults.ts';
import { verifyStandardWebhook } from '#connectors/kit/webhook-signature.ts';
import { agencyCode } from '#domain/agencies/agency-code.ts';
import type { AgencyCall, AgencyConnector, EffectKey, EffectMessage } from '#domain/agencies/agency-connector.ts';
import { AgencyMessageUnreadableError } from '#domain/agencies/agency-errors.ts';
import type { InquiryOutcome, SendOutcome } from '#domain/agencies/send-outcome.ts';
import type { GraphqlAgency, Inquire } from './agency-file.ts';
import { fillTemplate } from './fill-template.ts';
import { readLedger } from './read-ledger.ts';
import { readReply } from './read-reply.ts';

export interface GraphqlAgencySettings {
  readonly url: URL;
  readonly webhookSecrets: readonly Uint8Array[];
  readonly token?: string | undefined;
  readonly callsPerSecond?: number | undefined;
}

/** The port over an agency that speaks GraphQL, by what its file says. */
export function createGraphqlConnector(
  file: GraphqlAgency,
  settings: GraphqlAgencySettings,
  tuning?: LineTuning,
): AgencyConnector {
  const code = agencyCode(file.code);
  const line = createAgencyLine({ agency: code, baseUrl: settings.url, tuning });
  const dialect: GraphqlDialect = {
    agency: code,
    path: file.path,
    token: settings.token,
    errorCodeAt: file.errors.code,
    errorCodes: errorCodesOf(file.errors),
  };
  const { inquire, ledger, messages } = file;
  return {
    code,
    roles: file.roles,
    channel: 'API',
    effectKey: file.effectKey,
    callsPerSecond: settings.callsPerSecond ?? file.callsPerSecond,
    lookUps: {},
    send: (message, key, call) => send(line, dialect, file, { message, key }, call),
    ...(inquire && { inquire: (key, call) => ask(line, dialect, inquire, key, call) }),
    ...(ledger && { readLedger: (day, cursor, call) => readLedger(line, dialect, ledger, { day, cursor }, call) }),
    ...(messages && {
      verifyWebhook: (message, now) => verifyStandardWebhook(settings.webhookSecrets, message, now),
      readMessage: (body) => readReply(messages, body),
    }),
    circuit: line.circuit,
    close: line.close,
  };
}

function errorCodesOf(errors: GraphqlAgency['errors']): ReadonlyMap<string, GraphqlErrorMeaning> {
  return new Map<string, GraphqlErrorMeaning>([
    ...USUAL_ERROR_CODES,
    ...errors.stop.map((word) => [word, 'STOP'] as const),
    ...errors.credentials.map((word) => [word, 'CREDENTIALS'] as const),
    ...errors.retry.map((word) => [word, 'RETRY'] as const),
    ...errors.unknown.map((word) => [word, 'UNKNOWN'] as const),
    ...Object.entries(errors.refuse).map(([word, refused]) => [word, { refused }] as const),
  ]);
}

interface Effect {
  readonly message: EffectMessage;
  readonly key: EffectKey;
}

async function send(
  line: AgencyLine,
  dialect: GraphqlDialect,
  file: GraphqlAgency,
  { message, key }: Effect,
  call: AgencyCall,
): Promise<SendOutcome> {
  const { document, variables: template, receipt } = file.send[message.kind];
  const filled = fillTemplate(template, message, key);
  if (!filled.ok) {
    // The agency needs it, and the plan's step does not disclose it: a fault of the plan.
    const reason = `${dialect.agency}: the step discloses no ${filled.missing}`;
    return { kind: 'STOPPED', fault: 'REJECTED_REQUEST', reason };
  }
  const operation = { document, variables: filled.variables, at: receipt.at };
  return deliver(() =>
    askGraphql(line, dialect, operation, call, (found): SendOutcome => {
      if (textAt(found, receipt.referralId) !== message.referralId) {
        throw new AgencyMessageUnreadableError(`${receipt.at}.${receipt.referralId}: another referral`);
      }
      return { kind: receipt.outcome, ...wordsOf(found, receipt) };
    }),
  );
}

async function ask(
  line: AgencyLine,
  dialect: GraphqlDialect,
  inquire: Inquire,
  key: EffectKey,
  call: AgencyCall,
): Promise<InquiryOutcome> {
  const variables = Object.fromEntries(Object.keys(inquire.variables).map((name) => [name, key]));
  // Whole: a record that is null because reading it failed is not a record that was never made.
  const operation = { document: inquire.document, variables, at: inquire.at, whole: true };
  try {
    const answer = await askGraphql(line, dialect, operation, call, (found): InquiryOutcome => {
      if (textAt(found, inquire.key) !== key) {
        throw new AgencyMessageUnreadableError(`${inquire.at}.${inquire.key}: another effect`);
      }
      const record = valueAt(found, inquire.record);
      if (record === undefined) throw new AgencyMessageUnreadableError(`${inquire.at}.${inquire.record}: missing`);
      return record === null ? { kind: 'NOT_RECORDED' } : { kind: 'RECORDED', ...wordsOf(found, inquire) };
    });
    // A no to a question is no answer to it.
    return answer.kind === 'REFUSED' ? { kind: 'UNKNOWN', fault: 'REJECTED_REQUEST' } : answer;
  } catch (error) {
    return inquiryOutcomeOf(error);
  }
}

interface WordPaths {
  readonly reference?: string | undefined;
  readonly businessStatus?: string | undefined;
}

function wordsOf(found: unknown, { reference, businessStatus }: WordPaths) {
  return {
    agencyReference: reference && textAt(found, reference),
    businessStatus: businessStatus && textAt(found, businessStatus),
  };
}
