import { AgencyExchangeError } from '#connectors/kit/agency-exchange-error.ts';
import type { AgencyLine, LineTuning } from '#connectors/kit/agency-line.ts';
import { createAgencyLine } from '#connectors/kit/agency-line.ts';
import { writeJson } from '#connectors/kit/json-body.ts';
import { readJson } from '#connectors/kit/json-reader.ts';
import { createAnswers, createLookUp } from '#connectors/kit/look-up.ts';
import { readShape } from '#connectors/kit/read-shape.ts';
import type { Registration } from '#connectors/kit/registration.ts';
import { deliver, lacksResidentId } from '#connectors/kit/send-faults.ts';
import { verifyStandardWebhook } from '#connectors/kit/webhook-signature.ts';
import { agencyCode } from '#domain/agencies/agency-code.ts';
import type { AgencyCall, AgencyConnector, EffectKind } from '#domain/agencies/agency-connector.ts';
import { AgencyMessageUnreadableError } from '#domain/agencies/agency-errors.ts';
import type { InboundContent } from '#domain/agencies/inbound-content.ts';
import type { AssistanceRecord } from '#domain/registry/assistance-record.ts';
import type { ResidentId } from '#domain/registry/resident-id.ts';
import { assistanceOf } from './assistance.ts';
import type { CivilAffairsSettings } from './env.ts';
import { civilAffairsSettingsShape } from './env.ts';
import { householdBatchOf } from './households.ts';
import { ledgerPageOf } from './ledger.ts';
import { effectBodyOf, replyOf, sendOutcomeOfError, sendOutcomeOfReceipt } from './mapping.ts';
import { CivilAnswer, CivilAssistance, CivilLedgerPage, CivilPush, CivilReceipt } from './schema.ts';

const agency = agencyCode('civil-affairs');
const JSON_HEADERS = { 'content-type': 'application/json', accept: 'application/json' };
const EFFECT_PATHS: Readonly<Record<EffectKind, string>> = {
  DISPATCH: '/mz/check/apply',
  RECALL: '/mz/check/cancel',
  SUPPLEMENT: '/mz/check/supplement',
};

export const civilAffairs: Registration<typeof civilAffairsSettingsShape> = {
  code: agency,
  settingsShape: civilAffairsSettingsShape,
  create: createCivilAffairsConnector,
};

/** Undefined while the bureau's address is not set. */
export function createCivilAffairsConnector(
  settings: CivilAffairsSettings,
  tuning?: LineTuning,
): AgencyConnector | undefined {
  if (!settings.CIVIL_AFFAIRS_URL) return undefined;
  const line = createAgencyLine({ agency, baseUrl: settings.CIVIL_AFFAIRS_URL, tuning });
  return {
    code: agency,
    roles: ['CIVIL_AFFAIRS_CHECK', 'CIVIL_AFFAIRS_ASSISTANCE'],
    channel: 'API',
    effectKey: 'NONE',
    callsPerSecond: settings.CIVIL_AFFAIRS_CALLS_PER_SECOND,
    lookUps: {
      SOCIAL_ASSISTANCE: createLookUp({
        maxBatch: 20,
        // Decisions are made on working days and take effect from the next month.
        freshForSeconds: 6 * 60 * 60,
        ask: (ids, call) => askAssistance(line, ids, call),
      }),
    },
    async send(message, key, call) {
      if (message.kind === 'DISPATCH' && !message.applicant.residentId) return lacksResidentId(agency);
      const body = writeJson(effectBodyOf(message, key));
      const request = { method: 'POST', path: EFFECT_PATHS[message.kind], headers: JSON_HEADERS, body } as const;
      return deliver(() =>
        line.ask(request, call, {
          read(response) {
            const answer = readAnswer(response.body);
            if (answer.code !== '0') return sendOutcomeOfError(answer.msg);
            return sendOutcomeOfReceipt(readShape(CivilReceipt, answer.data), message, key);
          },
        }),
      );
    },
    readLedger(day, cursor = '1', call) {
      const body = writeJson({ day, pageNo: Number(cursor) });
      const request = { method: 'POST', path: '/mz/check/ledger', headers: JSON_HEADERS, body } as const;
      return line.ask(request, call, {
        read: (response) => ledgerPageOf(readShape(CivilLedgerPage, dataOf(readAnswer(response.body)))),
      });
    },
    verifyWebhook: (message, now) => verifyStandardWebhook(settings.CIVIL_AFFAIRS_WEBHOOK_SECRETS, message, now),
    readMessage,
    circuit: line.circuit,
    close: line.close,
  };
}

function readAnswer(bytes: Uint8Array): CivilAnswer {
  return readShape(CivilAnswer, readJson(bytes, { allowBom: true }));
}

/** What was asked for, or AgencyExchangeError: a no to a question says that it was wrong. */
function dataOf({ code, data }: CivilAnswer): unknown {
  if (code === '0') return data;
  throw new AgencyExchangeError('REJECTED_REQUEST', `${agency}: code ${code}`, { recorded: 'NO', blameAgency: false });
}

function readMessage(body: Uint8Array): InboundContent {
  const push = readShape(CivilPush, readJson(body, { allowBom: true }));
  return push.event === 'HOUSEHOLD_BATCH' ? householdBatchOf(push.data) : replyOf(push.data);
}

async function askAssistance(
  line: AgencyLine,
  ids: readonly ResidentId[],
  call: AgencyCall,
): Promise<ReadonlyMap<ResidentId, readonly AssistanceRecord[]>> {
  const request = {
    method: 'POST',
    path: '/mz/salvation/query',
    headers: JSON_HEADERS,
    body: writeJson({ idCards: ids }),
  } as const;
  return line.ask(request, call, {
    read(response) {
      const { count, rows } = readShape(CivilAssistance, dataOf(readAnswer(response.body)));
      if (rows.length !== count) throw new AgencyMessageUnreadableError('data.rows: not as long as data.count');
      const answers = createAnswers<AssistanceRecord>(ids);
      for (const row of rows) answers.add(row.idCard, assistanceOf(row));
      return answers.byPerson;
    },
  });
}
