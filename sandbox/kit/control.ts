import { MODES, NORMAL, parseBehaviour } from './behaviour.ts';
import { LEDGER_FAULTS, parseLedgerFault } from './day-book.ts';
import type { Details } from './entries.ts';
import { isHeld, type Office } from './office.ts';
import { seenEffects } from './seen.ts';
import { json, type Handler, type Reply, type Routes } from './wire.ts';

type Body = Readonly<Record<string, unknown>>;

/** The stage door, the same on every agency; described in ../README.md. */
export function controlRoutes(office: Office): Routes {
  return new Map<string, Handler>([
    ['GET /_control/behaviour', () => json(200, { ...office.behaviour.current(), modes: MODES })],
    ['POST /_control/behaviour', withBody((body) => setBehaviour(office, body))],
    ['GET /_control/seen', () => json(200, { effects: seenEffects(office.register) })],
    ['GET /_control/matters', () => json(200, { matters: listMatters(office) })],
    [
      'GET /_control/deliveries',
      () => json(200, { pending: office.register.pending.size, delivered: office.register.delivered.size }),
    ],
    [
      'POST /_control/release',
      withBody((body) => json(200, { released: office.release(optionalText(body, 'referralId')) })),
    ],
    ['POST /_control/answer', withBody((body) => giveAnswer(office, body))],
    ['POST /_control/gateway', withBody((body) => setGateway(office, body))],
    ['POST /_control/pace', withBody((body) => setPace(office, body))],
    ['POST /_control/ledger', withBody((body) => spoilLedger(office, body))],
  ]);
}

/** Reads a JSON object and turns a RangeError into a 400 that names the field. An empty body is an empty object. */
export function withBody(handle: (body: Body) => Reply): Handler {
  return (bytes) => {
    try {
      const value: unknown = bytes.length === 0 ? {} : JSON.parse(bytes.toString('utf8'));
      if (typeof value !== 'object' || value === null || Array.isArray(value))
        throw new RangeError('body must be an object');
      return handle(value as Body);
    } catch (error) {
      if (error instanceof RangeError || error instanceof SyntaxError) return json(400, { error: error.message });
      throw error;
    }
  };
}

function setBehaviour(office: Office, body: Body): Reply {
  office.behaviour.set(body['mode'] === 'normal' ? NORMAL : parseBehaviour(body));
  if (office.behaviour.current().mode !== 'reorder') office.courier.flush();
  return json(200, office.behaviour.current());
}

function listMatters(office: Office): readonly object[] {
  return [...office.register.matters.values()].map((matter) => ({
    intakeNumber: matter.intakeNumber,
    referralId: matter.referralId,
    key: matter.key,
    status: matter.status,
    held: isHeld(matter),
    over: matter.over,
    answers: matter.answers.map((answer) => answer.status),
  }));
}

function giveAnswer(office: Office, body: Body): Reply {
  const matter = office.register.mattersOf(requiredText(body, 'referralId')).at(-1);
  if (!matter) return json(404, { error: 'no matter with this referralId' });
  const answer = office.answer(matter, requiredText(body, 'status'), readDetails(body['details']), true);
  return json(200, { number: answer.number, sequence: answer.sequence, details: answer.details });
}

function readDetails(value: unknown): Details {
  if (value === undefined) return {};
  if (typeof value !== 'object' || value === null) throw new RangeError('details must be an object of texts');
  return Object.fromEntries(Object.entries(value).map(([name, text]) => [name, String(text)]));
}

function setGateway(office: Office, body: Body): Reply {
  const url = requiredText(body, 'url');
  if (!URL.canParse(url)) throw new RangeError('url must be a URL');
  office.setGateway(url);
  return json(200, { url });
}

/** Plants a fault in the agency's own list; `{ "fault": "NONE" }` takes all of them out again. */
function spoilLedger(office: Office, body: Body): Reply {
  if (body['fault'] === 'NONE') office.dayBook.clear();
  else office.dayBook.plant(parseLedgerFault(body));
  return json(200, { faults: ['NONE', ...LEDGER_FAULTS] });
}

function setPace(office: Office, body: Body): Reply {
  const { paceMs } = body;
  if (typeof paceMs !== 'number' || paceMs < 0) throw new RangeError('paceMs must be a number from 0');
  office.setPace(paceMs);
  return json(200, { paceMs });
}

function requiredText(body: Body, field: string): string {
  const text = optionalText(body, field);
  if (text === undefined) throw new RangeError(`${field} must be a text`);
  return text;
}

function optionalText(body: Body, field: string): string | undefined {
  const value = body[field];
  if (value !== undefined && (typeof value !== 'string' || value === ''))
    throw new RangeError(`${field} must be a text`);
  return value;
}
