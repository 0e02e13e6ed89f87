import type { LineTuning } from '#connectors/kit/agency-line.ts';
import { createAgencyLine } from '#connectors/kit/agency-line.ts';
import type { GraphqlDialect } from '#connectors/kit/graphql.ts';
import { answerOnly, askGraphql, USUAL_ERROR_CODES } from '#connectors/kit/graphql.ts';
import { readJson } from '#connectors/kit/json-reader.ts';
import { readShape } from '#connectors/kit/read-shape.ts';
import type { Registration } from '#connectors/kit/registration.ts';
import { deliver, lacksResidentId } from '#connectors/kit/send-faults.ts';
import { verifyStandardWebhook } from '#connectors/kit/webhook-signature.ts';
import { agencyCode } from '#domain/agencies/agency-code.ts';
import type { AgencyConnector } from '#domain/agencies/agency-connector.ts';
import type { LegalAidSettings } from './env.ts';
import { legalAidSettingsShape } from './env.ts';
import { ledgerPageOf, ledgerQuestion } from './ledger.ts';
import { replyOf, sendOutcomeOf } from './mapping.ts';
import { operationOf } from './operations.ts';
import { AidLedgerPage, AidProgress, ApplicationResult } from './schema.ts';

const agency = agencyCode('legal-aid');

const dialect: GraphqlDialect = {
  agency,
  path: '/graphql',
  errorCodeAt: 'extensions.code',
  errorCodes: new Map([
    ...USUAL_ERROR_CODES,
    ['IDEMPOTENCY_KEY_REUSED', 'STOP'],
    ['NOT_FOUND', 'STOP'],
    // 系统维护: answered before anything is looked at.
    ['SERVICE_UNAVAILABLE', 'RETRY'],
  ]),
};

export const legalAid: Registration<typeof legalAidSettingsShape> = {
  code: agency,
  settingsShape: legalAidSettingsShape,
  create: createLegalAidConnector,
};

/** Undefined while the centre's address is not set. */
export function createLegalAidConnector(settings: LegalAidSettings, tuning?: LineTuning): AgencyConnector | undefined {
  if (!settings.LEGAL_AID_URL) return undefined;
  const line = createAgencyLine({ agency, baseUrl: settings.LEGAL_AID_URL, tuning });
  return {
    code: agency,
    roles: ['LEGAL_AID'],
    channel: 'API',
    effectKey: 'HONOURED',
    callsPerSecond: settings.LEGAL_AID_CALLS_PER_SECOND,
    lookUps: {},
    async send(message, key, call) {
      if (message.kind === 'DISPATCH' && !message.applicant.residentId) return lacksResidentId(agency);
      return deliver(() =>
        askGraphql(line, dialect, operationOf(message, key), call, (found) =>
          sendOutcomeOf(readShape(ApplicationResult, found), message, key),
        ),
      );
    },
    async readLedger(day, cursor, call) {
      const page = await askGraphql(line, dialect, ledgerQuestion(day, cursor), call, (found) =>
        ledgerPageOf(readShape(AidLedgerPage, found)),
      );
      return answerOnly(page, agency);
    },
    verifyWebhook: (message, now) => verifyStandardWebhook(settings.LEGAL_AID_WEBHOOK_SECRETS, message, now),
    readMessage: (body) => replyOf(readShape(AidProgress, readJson(body))),
    circuit: line.circuit,
    close: line.close,
  };
}
