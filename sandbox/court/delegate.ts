import { beijingTime, beijingYear } from '../kit/beijing-time.ts';
import { withBody } from '../kit/control.ts';
import type { Office } from '../kit/office.ts';
import { readPeople } from '../kit/people.ts';
import { json, type Handler } from '../kit/wire.ts';
import { COURT_CODE } from './trade.ts';

/** `POST /_control/delegate`: tells the court to send the union a letter of delegation (委派函) now, or again. */
export function delegate(office: Office): Handler {
  return withBody((body) => {
    const {
      residentId,
      docketNumber = nextNumber(office),
      claims = '支付拖欠的劳动报酬',
      causeOfAction = '追索劳动报酬纠纷',
    } = body;
    if (typeof docketNumber !== 'string' || docketNumber === '') throw new RangeError('docketNumber must be a text');
    const earlier = office.register.messages.find((message) => message.name === docketNumber);
    if (earlier) {
      office.push(docketNumber, earlier.message.body);
      return json(200, { docketNumber, repeated: true });
    }
    const person = readPeople().find((each) => each.residentId === residentId);
    if (!person) throw new RangeError('residentId must be of people.json');
    const letter = {
      xxlx: '委派函',
      ah: docketNumber,
      fydm: COURT_CODE,
      xzqh: person.divisionCode,
      ay: causeOfAction,
      ssqq: claims,
      sqr: { xm: person.name, sfzh: person.residentId, lxdh: person.phone },
      bsqr: { mc: person.employer },
      wpsj: beijingTime(new Date()),
    };
    office.push(docketNumber, JSON.stringify(letter));
    return json(200, { docketNumber });
  });
}

/** Above the numbers of the older dockets in dockets.json. */
function nextNumber(office: Office): string {
  return `（${beijingYear(new Date())}）${COURT_CODE}民诉前调${301 + new Set(office.register.messages.map(({ name }) => name)).size}号`;
}
