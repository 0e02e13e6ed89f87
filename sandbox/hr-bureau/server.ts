import type { BehaviourSetting } from '../kit/behaviour.ts';
import { controlRoutes } from '../kit/control.ts';
import { openOffice } from '../kit/office.ts';
import type { Settings } from '../kit/settings.ts';
import { busy, listen, type Handler, type Reply, type RunningAgency } from '../kit/wire.ts';
import { listRecords } from './held-records.ts';
import { inquire, recall, supplement, takeIn } from './intake.ts';
import { lookUpEnrolments, namedPeople } from './look-up.ts';
import { readResults } from './results.ts';
import { INSURANCE } from './scenarios.ts';
import { hrBureauTrade } from './trade.ts';
import { createUnsteadyInsurance } from './unsteady-insurance.ts';
import { answer, childNode, childText, readRequest, type XmlNode } from './xml.ts';

/** 桂江市人社: arbitration and insurance behind one gate; the dialect is described in README.md. */
export function startHrBureau(settings: Settings, log: (line: string) => void): Promise<RunningAgency> {
  const office = openOffice(settings, hrBureauTrade, log);
  const insurance = createUnsteadyInsurance();

  function lookUp(body: XmlNode, met: BehaviourSetting): Reply {
    return insurance.fails(namedPeople(body)) ? busy(503) : lookUpEnrolments(body, met);
  }

  function intake(body: XmlNode, met: BehaviourSetting): Reply {
    const named = childText(body, '事项类别') === INSURANCE ? [childText(childNode(body, '申请人'), 'AAC002')] : [];
    return insurance.fails(named) ? busy(503) : takeIn(office, body, met);
  }

  const routes = new Map<string, Handler>([
    ['POST /hrss/sb/cbcx', withXml('SB01', lookUp)],
    ['POST /hrss/zc/sqjs', withXml('ZC01', intake)],
    ['POST /hrss/zc/lscx', withXml('ZC02', (body) => inquire(office, body))],
    ['POST /hrss/zc/chsq', withXml('ZC03', (body) => recall(office, body))],
    ['POST /hrss/zc/bzcl', withXml('ZC04', (body) => supplement(office, body))],
    ['POST /hrss/zc/dzmx', withXml('ZC06', (body) => listRecords(office, body))],
    ['POST /hrss/zc/jgdq', withXml('ZC05', (body, met) => readResults(office, body, met))],
  ]);
  return listen(settings.port, office, routes, controlRoutes(office));
}

function withXml(code: string, handle: (body: XmlNode, met: BehaviourSetting) => Reply): Handler {
  return (bytes, met) => {
    if (met.mode === 'errors') return answer(code, '系统忙，请稍后再试');
    const body = readRequest(bytes);
    return body ? handle(body, met) : answer(code, '报文不合规');
  };
}
