import type { LineTuning } from '#connectors/kit/agency-line.ts';
import { createAgencyLine } from '#connectors/kit/agency-line.ts';
import { writeCompactWallTime } from '#connectors/kit/foreign-date.ts';
import { writeJson } from '#connectors/kit/json-body.ts';
import { readJson } from '#connectors/kit/json-reader.ts';
import { readShape } from '#connectors/kit/read-shape.ts';
import type { Registration } from '#connectors/kit/registration.ts';
import { deliver, lacksResidentId } from '#connectors/kit/send-faults.ts';
import { verifyStandardWebhook } from '#connectors/kit/webhook-signature.ts';
import { agencyCode } from '#domain/agencies/agency-code.ts';
import type { AgencyConnector, EffectKey, EffectKind, EffectMessage } from '#domain/agencies/agency-connector.ts';
import type { InboundContent } from '#domain/agencies/inbound-content.ts';
import type { MedicalInsuranceSettings } from './env.ts';
import { medicalInsuranceSettingsShape } from './env.ts';
import { inputOf, msgidOf, noToQuestion, replyOf, sendOutcomeOfError, sendOutcomeOfReceipt } from './mapping.ts';
import { MedicalAnswer, MedicalPush, MedicalReceipt, MedicalTotals } from './schema.ts';
import { settlementOf } from './settlements.ts';
import { totalsOf, totalsQuestion } from './totals.ts';

const agency = agencyCode('medical-insurance');
const JSON_HEADERS = { 'content-type': 'application/json', accept: 'application/json' };
/** 交易编号 of medical assistance by referral: agreed locally (✘), the national list has none. */
const TRADES: Readonly<Record<EffectKind, string>> = { DISPATCH: 'YZ01', RECALL: 'YZ02', SUPPLEMENT: 'YZ03' };

export const medicalInsurance: Registration<typeof medicalInsuranceSettingsShape> = {
  code: agency,
  settingsShape: medicalInsuranceSettingsShape,
  create: createMedicalInsuranceConnector,
};

/** Undefined while the bureau's address is not set. */
export function createMedicalInsuranceConnector(
  settings: MedicalInsuranceSettings,
  tuning?: LineTuning,
): AgencyConnector | undefined {
  if (!settings.MEDICAL_INSURANCE_URL) return undefined;
  const line = createAgencyLine({ agency, baseUrl: settings.MEDICAL_INSURANCE_URL, tuning });
  return {
    code: agency,
    roles: ['MEDICAL_INSURANCE'],
    channel: 'API',
    effectKey: 'HONOURED',
    callsPerSecond: settings.MEDICAL_INSURANCE_CALLS_PER_SECOND,
    lookUps: {},
    async send(message, key, call) {
      if (message.kind === 'DISPATCH' && !message.applicant.residentId) return lacksResidentId(agency);
      const path = `/fsi/api/${TRADES[message.kind]}`;
      const body = writeJson(envelopeOf(message, key, settings.MEDICAL_INSURANCE_AREA));
      return deliver(() =>
        line.ask({ method: 'POST', path, headers: JSON_HEADERS, body }, call, {
          read(response) {
            const answer = readShape(MedicalAnswer, readJson(response.body));
            if (answer.infcode !== '0') return sendOutcomeOfError(answer.err_msg);
            return sendOutcomeOfReceipt(readShape(MedicalReceipt, answer.output), message, key);
          },
        }),
      );
    },
    readLedgerTotals(day, call) {
      const body = writeJson(totalsQuestion(day, settings.MEDICAL_INSURANCE_AREA));
      return line.ask({ method: 'POST', path: '/fsi/api/YZ11', headers: JSON_HEADERS, body }, call, {
        read(response) {
          const answer = readShape(MedicalAnswer, readJson(response.body));
          if (answer.infcode !== '0') throw noToQuestion(answer.err_msg);
          return totalsOf(readShape(MedicalTotals, answer.output), day);
        },
      });
    },
    verifyWebhook: (message, now) => verifyStandardWebhook(settings.MEDICAL_INSURANCE_WEBHOOK_SECRETS, message, now),
    readMessage,
    circuit: line.circuit,
    close: line.close,
  };
}

/** The same bytes each time: the bureau compares a repeated msgid with what it had under it. */
function envelopeOf(message: EffectMessage, key: EffectKey, area: string): object {
  return {
    infno: TRADES[message.kind],
    msgid: msgidOf(key),
    mdtrtarea_admvs: area,
    recer_sys_code: 'ONEDOOR',
    infver: 'V1.0',
    inf_time: writeCompactWallTime(message.issuedAt),
    input: inputOf(message, key),
  };
}

function readMessage(body: Uint8Array): InboundContent {
  const push = readShape(MedicalPush, readJson(body));
  switch (push.infno) {
    case 'YZ91':
      return replyOf(push.input);
    case '2207':
      return settlementOf('SETTLED', push.input.setlinfo);
    case '2208':
      return settlementOf('REVERSED', push.input.setlinfo);
  }
}
