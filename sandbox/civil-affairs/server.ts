import type { BehaviourSetting } from '../kit/behaviour.ts';
import { controlRoutes } from '../kit/control.ts';
import { readJsonBody, type JsonBody } from '../kit/json-body.ts';
import { openOffice } from '../kit/office.ts';
import type { Settings } from '../kit/settings.ts';
import { listen, type Handler, type Reply, type RunningAgency } from '../kit/wire.ts';
import { recall, supplement, takeIn } from './check.ts';
import { fail } from './envelope.ts';
import { listRecords } from './held-records.ts';
import { lookUpAssistance } from './look-up.ts';
import { pushHouseholds } from './push-households.ts';
import { civilAffairsTrade } from './trade.ts';

/** 青榕区民政局社会救助股; the dialect is described in README.md. */
export function startCivilAffairs(settings: Settings, log: (line: string) => void): Promise<RunningAgency> {
  const office = openOffice(settings, civilAffairsTrade, log);
  const routes = new Map<string, Handler>([
    ['POST /mz/salvation/query', withJson((body, met) => lookUpAssistance(body, met.mode === 'masked'))],
    ['POST /mz/check/apply', withJson((body, met) => takeIn(office, body, met))],
    ['POST /mz/check/cancel', withJson((body) => recall(office, body))],
    ['POST /mz/check/ledger', withJson((body) => listRecords(office, body))],
    ['POST /mz/check/supplement', withJson((body) => supplement(office, body))],
  ]);
  const control = new Map([
    ...controlRoutes(office),
    ['POST /_control/push-households', pushHouseholds(office)] as const,
  ]);
  return listen(settings.port, office, routes, control);
}

function withJson(handle: (body: JsonBody, met: BehaviourSetting) => Reply): Handler {
  return (bytes, met) => {
    const body = readJsonBody(bytes);
    return body ? handle(body, met) : fail('报文不是合法的JSON');
  };
}
