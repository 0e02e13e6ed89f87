import type { AgencyLine, LineTuning } from '#connectors/kit/agency-line.ts';
import { createAgencyLine } from '#connectors/kit/agency-line.ts';
import { readShape } from '#connectors/kit/read-shape.ts';
import type { Registration } from '#connectors/kit/registration.ts';
import { deliver } from '#connectors/kit/send-faults.ts';
import type { XmlElement } from '#connectors/kit/xml-writer.ts';
import { xmlElement } from '#connectors/kit/xml-writer.ts';
import { agencyCode } from '#domain/agencies/agency-code.ts';
import type { AgencyCall, AgencyConnector, EffectKey, EffectMessage } from '#domain/agencies/agency-connector.ts';
import type { SendOutcome } from '#domain/agencies/send-outcome.ts';
import type { BankSettings } from './env.ts';
import { bankSettingsShape } from './env.ts';
import { ACCEPTED, readAnswer, requireBody, writeRequest } from './envelope.ts';
import { ledgerPageOf } from './ledger.ts';
import { orderOf, revocationOf, sendOutcomeOfCode, sendOutcomeOfReceipt } from './mapping.ts';
import { BankLedgerPage, BankReceipt } from './schema.ts';

const agency = agencyCode('bank');
const XML_HEADERS = { 'content-type': 'text/xml; charset=GB18030', accept: 'text/xml' };

interface Transaction {
  readonly code: string;
  readonly path: string;
}

const ORDER: Transaction = { code: 'DF01', path: '/yqzl/dfsl' };
const REVOCATION: Transaction = { code: 'DF02', path: '/yqzl/dfcx' };
const LEDGER: Transaction = { code: 'DF03', path: '/yqzl/dzmx' };

export const bank: Registration<typeof bankSettingsShape> = {
  code: agency,
  settingsShape: bankSettingsShape,
  create: createBankConnector,
};

/** Undefined while the bank's address is not set. */
export function createBankConnector(settings: BankSettings, tuning?: LineTuning): AgencyConnector | undefined {
  if (!settings.BANK_URL) return undefined;
  const line = createAgencyLine({ agency, baseUrl: settings.BANK_URL, tuning });
  return {
    code: agency,
    roles: ['PAYING_BANK'],
    channel: 'API',
    effectKey: 'HONOURED',
    callsPerSecond: settings.BANK_CALLS_PER_SECOND,
    lookUps: {},
    async send(message, key, call) {
      if (message.kind === 'SUPPLEMENT') return takesNoSupplement();
      if (message.kind === 'RECALL') return say(line, REVOCATION, revocationOf(message, key), message, key, call);
      const order = orderOf(message, key);
      return order.ok ? say(line, ORDER, order.body, message, key, call) : order.outcome;
    },
    readLedger(day, cursor = '0', call) {
      const body = [xmlElement('日期', day.replaceAll('-', '')), xmlElement('游标', cursor)];
      return transact(line, LEDGER, body, call, (bytes) =>
        ledgerPageOf(readShape(BankLedgerPage, requireBody(readAnswer(bytes))), cursor),
      );
    },
    circuit: line.circuit,
    close: line.close,
  };
}

/** A bank asks for nothing: what is wrong with an order comes back, and a new one is made. */
function takesNoSupplement(): SendOutcome {
  return { kind: 'STOPPED', fault: 'NOT_SUPPORTED', reason: 'bank: takes no supplement' };
}

function say(
  line: AgencyLine,
  transaction: Transaction,
  body: readonly XmlElement[],
  message: EffectMessage,
  key: EffectKey,
  call: AgencyCall,
): Promise<SendOutcome> {
  return deliver(() =>
    transact(line, transaction, body, call, (bytes) => {
      const answer = readAnswer(bytes);
      if (answer.code !== ACCEPTED) return sendOutcomeOfCode(answer.code);
      return sendOutcomeOfReceipt(readShape(BankReceipt, requireBody(answer)), message, key);
    }),
  );
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
