import type { BehaviourSetting } from '../kit/behaviour.ts';
import { controlRoutes } from '../kit/control.ts';
import { readJsonBody, type JsonBody } from '../kit/json-body.ts';
import { openOffice } from '../kit/office.ts';
import type { Settings } from '../kit/settings.ts';
import { json, listen, type Handler, type Reply, type RunningAgency } from '../kit/wire.ts';
import { delegate } from './delegate.ts';
import { recall, supplement, takeIn } from './filing.ts';
import { listRecords } from './held-records.ts';
import { lookUpDockets } from './look-up.ts';
import { courtTrade } from './trade.ts';

/** 青榕区人民法院; the dialect is described in README.md. */
export function startCourt(settings: Settings, log: (line: string) => void): Promise<RunningAgency> {
  const office = openOffice(settings, courtTrade, log);
  const routes = new Map<string, Handler>([
    ['POST /fyjk/ajcx', withJson((body, met) => lookUpDockets(body, met.mode === 'masked'))],
    ['POST /fyjk/lajs', withJson((body, met) => takeIn(office, body, met))],
    ['POST /fyjk/lach', withJson((body) => recall(office, body))],
    ['POST /fyjk/dzqd', withJson((body) => listRecords(office, body))],
    ['POST /fyjk/bzcl', withJson((body) => supplement(office, body))],
  ]);
  const control = new Map([...controlRoutes(office), ['POST /_control/delegate', delegate(office)] as const]);
  return listen(settings.port, office, routes, control);
}

function withJson(handle: (body: JsonBody, met: BehaviourSetting) => Reply): Handler {
  return (bytes, met) => {
    const body = readJsonBody(bytes);
    return body ? handle(body, met) : json(400, { code: 4000, msg: '报文不是合法的JSON', data: null });
  };
}
