import type { BehaviourSetting } from '../kit/behaviour.ts';
import { controlRoutes } from '../kit/control.ts';
import { readJsonBody, type JsonBody } from '../kit/json-body.ts';
import { openOffice, type Office } from '../kit/office.ts';
import type { Settings } from '../kit/settings.ts';
import { listen, type Handler, type Reply, type RunningAgency } from '../kit/wire.ts';
import { totalsOfDay } from './daily-totals.ts';
import { deliverSettlements } from './deliver-settlements.ts';
import { fail } from './envelope.ts';
import { pushSettlement } from './push-settlement.ts';
import { recall, supplement, takeIn } from './referral.ts';
import { medicalInsuranceTrade } from './trade.ts';

/** 桂江市医疗保障局; the dialect is described in README.md. */
export function startMedicalInsurance(settings: Settings, log: (line: string) => void): Promise<RunningAgency> {
  const office = openOffice(settings, medicalInsuranceTrade, log);
  const routes = new Map<string, Handler>([
    ['POST /fsi/api/YZ01', withJson(office, takeIn)],
    ['POST /fsi/api/YZ02', withJson(office, recall)],
    ['POST /fsi/api/YZ03', withJson(office, supplement)],
    ['POST /fsi/api/YZ11', withJson(office, totalsOfDay)],
  ]);
  const control = new Map([
    ...controlRoutes(office),
    ['POST /_control/push-settlement', pushSettlement(office)] as const,
    ['POST /_control/settlement-file', deliverSettlements(office, settings.fileFolder)] as const,
  ]);
  return listen(settings.port, office, routes, control);
}

function withJson(office: Office, handle: (office: Office, body: JsonBody, met: BehaviourSetting) => Reply): Handler {
  return (bytes, met) => {
    // The other statuses never get this far; with 200 the bureau itself says that it is busy.
    if (met.mode === 'errors') return fail('系统繁忙，请稍后再试');
    const body = readJsonBody(bytes);
    return body ? handle(office, body, met) : fail('报文不是合法的JSON');
  };
}
