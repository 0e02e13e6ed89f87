import type { AgencyLine, LineTuning } from '#connectors/kit/agency-line.ts';
import { createAgencyLine } from '#connectors/kit/agency-line.ts';
import { readCount } from '#connectors/kit/foreign-number.ts';
import { createAnswers, createLookUp } from '#connectors/kit/look-up.ts';
import { readShape } from '#connectors/kit/read-shape.ts';
import type { Registration } from '#connectors/kit/registration.ts';
import { deliver, inquiryOutcomeOf, lacksResidentId } from '#connectors/kit/send-faults.ts';
import { decodeText } from '#connectors/kit/text-decoding.ts';
import { listOf, readXml } from '#connectors/kit/xml-reader.ts';
import type { XmlElement } from '#connectors/kit/xml-writer.ts';
import { xmlElement } from '#connectors/kit/xml-writer.ts';
import { agencyCode } from '#domain/agencies/agency-code.ts';
import type { AgencyCall, AgencyConnector, EffectKind } from '#domain/agencies/agency-connector.ts';
import { AgencyMessageUnreadableError } from '#domain/agencies/agency-errors.ts';
import type { InsuranceEnrolment } from '#domain/registry/insurance-enrolment.ts';
import type { ResidentId } from '#domain/registry/resident-id.ts';
import { enrolmentOf } from './enrolment.ts';
import type { HrBureauSettings } from './env.ts';
import { hrBureauSettingsShape } from './env.ts';
import { busy, isBusy, readAnswer, requireBody, writeRequest } from './envelope.ts';
import { ledgerPageOf } from './ledger.ts';
import { effectBodyOf, inquiryOutcomeOfAnswer, replyOf, sendOutcomeOfError, sendOutcomeOfReceipt } from './mapping.ts';
import { replyPageOf } from './results.ts';
import { HrEnrolments, HrInquiry, HrLedgerPage, HrReceipt, HrResult } from './schema.ts';

const agency = agencyCode('hr-bureau');
const XML_HEADERS = { 'content-type': 'text/xml; charset=GB18030', accept: 'text/xml' };

interface Transaction {
  readonly code: string;
  readonly path: string;
}

const ENROLMENTS: Transaction = { code: 'SB01', path: '/hrss/sb/cbcx' };
const INQUIRY: Transaction = { code: 'ZC02', path: '/hrss/zc/lscx' };
const RESULTS: Transaction = { code: 'ZC05', path: '/hrss/zc/jgdq' };
const LEDGER: Transaction = { code: 'ZC06', path: '/hrss/zc/dzmx' };
const EFFECTS: Readonly<Record<EffectKind, Transaction>> = {
  DISPATCH: { code: 'ZC01', path: '/hrss/zc/sqjs' },
  RECALL: { code: 'ZC03', path: '/hrss/zc/chsq' },
  SUPPLEMENT: { code: 'ZC04', path: '/hrss/zc/bzcl' },
};
const RESULTS_PER_PAGE = '50';

export const hrBureau: Registration<typeof hrBureauSettingsShape> = {
  code: agency,
  settingsShape: hrBureauSettingsShape,
  create: createHrBureauConnector,
};

/** Undefined while the bureau's address is not set. */
export function createHrBureauConnector(settings: HrBureauSettings, tuning?: LineTuning): AgencyConnector | undefined {
  if (!settings.HR_BUREAU_URL) return undefined;
  const line = createAgencyLine({ agency, baseUrl: settings.HR_BUREAU_URL, tuning });
  return {
    code: agency,
    roles: ['HR_ARBITRATION', 'LABOUR_INSPECTION', 'WORK_INJURY', 'SOCIAL_INSURANCE', 'EMPLOYMENT_SERVICE'],
    channel: 'POLLED',
    effectKey: 'INQUIRY',
    callsPerSecond: settings.HR_BUREAU_CALLS_PER_SECOND,
    lookUps: {
      INSURANCE_ENROLMENTS: createLookUp({
        maxBatch: 100,
        // Contributions are booked once a month and enrolments by a nightly run.
        freshForSeconds: 24 * 60 * 60,
        ask: (ids, call) => askEnrolments(line, ids, call),
      }),
    },
    async send(message, key, call) {
      if (message.kind === 'DISPATCH' && !message.applicant.residentId) return lacksResidentId(agency);
      return deliver(() =>
        transact(line, EFFECTS[message.kind], effectBodyOf(message, key), call, (bytes) => {
          const answer = readAnswer(bytes);
          if (isBusy(answer)) throw busy();
          if (answer.err !== 'OK') return sendOutcomeOfError(answer.err);
          return sendOutcomeOfReceipt(readShape(HrReceipt, requireBody(answer)), message, key);
        }),
      );
    },
    async inquire(key, call) {
      try {
        return await transact(line, INQUIRY, [xmlElement('外部流水号', key)], call, (bytes) =>
          inquiryOutcomeOfAnswer(readShape(HrInquiry, requireBody(readAnswer(bytes))), key),
        );
      } catch (error) {
        return inquiryOutcomeOf(error);
      }
    },
    readReplies(cursor = '0', call) {
      const body = [xmlElement('游标', cursor), xmlElement('条数', RESULTS_PER_PAGE)];
      return transact(line, RESULTS, body, call, (bytes) => replyPageOf(bytes, cursor));
    },
    readLedger(day, cursor = '0', call) {
      const body = [xmlElement('日期', day.replaceAll('-', '')), xmlElement('游标', cursor)];
      return transact(line, LEDGER, body, call, (bytes) =>
        ledgerPageOf(readShape(HrLedgerPage, requireBody(readAnswer(bytes))), cursor),
      );
    },
    readMessage: (body) => replyOf(readShape(HrResult, readXml(decodeText(body, 'gb18030'))).结果),
    circuit: line.circuit,
    close: line.close,
  };
}

async function transact<Result>(
  line: AgencyLine,
  { code, path }: Transaction,
  body: readonly XmlElement[],
  call: AgencyCall,
  read: (bytes: Uint8Array) => Result,
): Promise<Result> {
  const request = { method: 'POST', path, headers: XML_HEADERS, body: writeRequest(code, new Date(), body) } as const;
  return line.ask(request, call, { read: (response) => read(response.body) });
}

async function askEnrolments(
  line: AgencyLine,
  ids: readonly ResidentId[],
  call: AgencyCall,
): Promise<ReadonlyMap<ResidentId, readonly InsuranceEnrolment[]>> {
  const people = ids.map((id) => xmlElement('人员', [xmlElement('AAC002', id)]));
  return transact(line, ENROLMENTS, [xmlElement('人员列表', people)], call, (bytes) => {
    const { 数量: count, 参保列表: list } = readShape(HrEnrolments, requireBody(readAnswer(bytes)));
    const rows = list === '' ? [] : listOf(list.参保);
    if (rows.length !== readCount(count, '数量'))
      throw new AgencyMessageUnreadableError('参保列表: not as long as 数量');
    const answers = createAnswers<InsuranceEnrolment>(ids);
    for (const row of rows) answers.add(row.AAC002, enrolmentOf(row));
    return answers.byPerson;
  });
}
