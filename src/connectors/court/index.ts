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
import type { Docket } from '#domain/registry/docket.ts';
import type { ResidentId } from '#domain/registry/resident-id.ts';
import { delegationOf } from './delegation.ts';
import type { CourtSettings } from './env.ts';
import { courtSettingsShape } from './env.ts';
import { ledgerPageOf } from './ledger.ts';
import { docketOf, effectBodyOf, replyOf, sendOutcomeOfAnswer } from './mapping.ts';
import { CourtDocketPage, CourtEffectAnswer, CourtLedgerPage, CourtPush } from './schema.ts';

const agency = agencyCode('court');
const JSON_HEADERS = { 'content-type': 'application/json', accept: 'application/json' };
const EFFECT_PATHS: Readonly<Record<EffectKind, string>> = {
  DISPATCH: '/fyjk/lajs',
  RECALL: '/fyjk/lach',
  SUPPLEMENT: '/fyjk/bzcl',
};
/** The court says no in a body of its own under these. */
const SPEAKING_STATUSES = [400, 404, 409, 422];
const PAGE_SIZE = 100;
/** 50 people with more than a thousand cases between them is a fault, not a litigious neighbourhood. */
const MOST_PAGES = 10;

export const court: Registration<typeof courtSettingsShape> = {
  code: agency,
  settingsShape: courtSettingsShape,
  create: createCourtConnector,
};

/** Undefined while the court's address is not set. */
export function createCourtConnector(settings: CourtSettings, tuning?: LineTuning): AgencyConnector | undefined {
  if (!settings.COURT_URL) return undefined;
  const line = createAgencyLine({ agency, baseUrl: settings.COURT_URL, tuning });
  return {
    code: agency,
    roles: ['COURT_FILING', 'COURT_MEDIATION', 'JUDICIAL_CONFIRMATION'],
    channel: 'API',
    effectKey: 'HONOURED',
    callsPerSecond: settings.COURT_CALLS_PER_SECOND,
    lookUps: {
      DOCKETS: createLookUp({
        maxBatch: 50,
        // Clerks enter new cases through the day; an hour is what the window can live with.
        freshForSeconds: 60 * 60,
        ask: (ids, call) => askDockets(line, settings.COURT_CODE, ids, call),
      }),
    },
    async send(message, key, call) {
      if (message.kind === 'DISPATCH' && !message.applicant.residentId) return lacksResidentId(agency);
      const body = writeJson(effectBodyOf(message, key, settings.COURT_CODE));
      const request = { method: 'POST', path: EFFECT_PATHS[message.kind], headers: JSON_HEADERS, body } as const;
      return deliver(() =>
        line.ask(request, call, {
          alsoAnswers: SPEAKING_STATUSES,
          read: (response) => sendOutcomeOfAnswer(readShape(CourtEffectAnswer, readJson(response.body)), message),
        }),
      );
    },
    readLedger(day, cursor = '1', call) {
      const body = writeJson({ fydm: settings.COURT_CODE, rq: day, pageNum: Number(cursor), pageSize: PAGE_SIZE });
      const request = { method: 'POST', path: '/fyjk/dzqd', headers: JSON_HEADERS, body } as const;
      return line.ask(request, call, {
        read: (response) => ledgerPageOf(readShape(CourtLedgerPage, readJson(response.body))),
      });
    },
    verifyWebhook: (message, now) => verifyStandardWebhook(settings.COURT_WEBHOOK_SECRETS, message, now),
    readMessage,
    circuit: line.circuit,
    close: line.close,
  };
}

function readMessage(body: Uint8Array): InboundContent {
  const push = readShape(CourtPush, readJson(body));
  return push.xxlx === '委派函' ? delegationOf(push) : replyOf(push);
}

async function askDockets(
  line: AgencyLine,
  courtCode: string,
  ids: readonly ResidentId[],
  call: AgencyCall,
): Promise<ReadonlyMap<ResidentId, readonly Docket[]>> {
  const answers = createAnswers<Docket>(ids);
  let rows = 0;
  for (let pageNum = 1; pageNum <= MOST_PAGES; pageNum += 1) {
    const body = writeJson({ fydm: courtCode, sfzhs: ids, pageNum, pageSize: PAGE_SIZE });
    const request = { method: 'POST', path: '/fyjk/ajcx', headers: JSON_HEADERS, body } as const;
    const page = await line.ask(request, call, {
      read(response) {
        const { data } = readShape(CourtDocketPage, readJson(response.body));
        for (const row of data.list) answers.add(row.sfzh, docketOf(row));
        rows += data.list.length;
        const last = pageNum >= Math.min(data.totalPages, MOST_PAGES);
        // Half a list would turn "has a case" into "has none".
        if (last && rows !== data.total) throw new AgencyMessageUnreadableError('data.list: not as long as data.total');
        return { last };
      },
    });
    if (page.last) break;
  }
  return answers.byPerson;
}
