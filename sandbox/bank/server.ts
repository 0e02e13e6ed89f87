import type { BehaviourSetting } from '../kit/behaviour.ts';
import { controlRoutes } from '../kit/control.ts';
import { openOffice } from '../kit/office.ts';
import type { Settings } from '../kit/settings.ts';
import { listen, type Handler, type Reply, type RunningAgency } from '../kit/wire.ts';
import { closeWhatIsDue, deliverAgain, deskRoutes } from './desk.ts';
import { listRecords } from './held-records.ts';
import { revokeOrder, takeOrder } from './orders.ts';
import { bankTrade } from './trade.ts';
import { answer, readRequest, type XmlNode } from './xml.ts';

const LOOKS_EVERY_MS = 60_000;

/** 桂江农村合作银行, payments desk; the dialect is described in README.md. */
export async function startBank(settings: Settings, log: (line: string) => void): Promise<RunningAgency> {
  const office = openOffice(settings, bankTrade, log);
  const routes = new Map<string, Handler>([
    ['POST /yqzl/dfsl', withXml('DF01', (body, met) => takeOrder(office, body, met))],
    ['POST /yqzl/dfcx', withXml('DF02', (body) => revokeOrder(office, body))],
    ['POST /yqzl/dzmx', withXml('DF03', (body) => listRecords(office, body))],
  ]);
  const control = new Map([...controlRoutes(office), ...deskRoutes(office, settings.fileFolder)]);
  const running = await listen(settings.port, office, routes, control);
  const { fileFolder, fileMs } = settings;
  if (fileFolder) deliverAgain(office, fileFolder);
  const close = () => fileFolder && closeWhatIsDue(office, fileFolder, fileMs !== undefined);
  const clock = setInterval(close, fileMs ?? LOOKS_EVERY_MS);
  return {
    url: running.url,
    async stop() {
      clearInterval(clock);
      await running.stop();
    },
  };
}

function withXml(transaction: string, handle: (body: XmlNode, met: BehaviourSetting) => Reply): Handler {
  return (bytes, met) => {
    // The other statuses never get this far; with 200 the bank itself says that its day is being closed.
    if (met.mode === 'errors') return answer(transaction, 'closed');
    const body = readRequest(bytes);
    return body ? handle(body, met) : answer(transaction, 'unreadable');
  };
}
