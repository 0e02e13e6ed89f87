import { GraphQLError } from 'graphql';
import type { BehaviourSetting } from '../kit/behaviour.ts';
import { beijingYear } from '../kit/beijing-time.ts';
import type { EffectKind } from '../kit/entries.ts';
import { digestOf, type NewEffect, type Office } from '../kit/office.ts';
import type { Matter } from '../kit/register.ts';
import { hasValidCheckDigit } from '../kit/resident-id.ts';
import { type DayBookQuestion, listRecords } from './held-records.ts';
import { AFTER_SUPPLEMENT, scriptFor, STATE_TEXTS } from './scenarios.ts';

interface Opening {
  readonly form: {
    readonly externalKey: string;
    readonly caseRef: string;
    /** Who it is may be left out: the service decides on what and when. */
    readonly person: { readonly idCard?: string | null };
  };
}

interface AboutTicket {
  readonly externalKey: string;
  readonly caseRef: string;
}

/** The resolvers of one request; `met` is the misbehaviour in force for it. */
export function serviceDesk(office: Office, met: BehaviourSetting) {
  return {
    dayBook: (args: DayBookQuestion) => working(met, () => listRecords(office, args)),
    ticketByKey: ({ externalKey }: { readonly externalKey: string }) => lookUp(office, externalKey),
    desk: {
      open: (args: Opening) => working(met, () => open(office, args, met)),
      cancel: (args: AboutTicket) => working(met, () => cancel(office, args)),
      append: (args: AboutTicket) => working(met, () => append(office, args)),
    },
  };
}

/** Mode `errors` with status 200: nothing was recorded, and the service says so. */
function working<Answer>(met: BehaviourSetting, answer: () => Answer): Answer {
  if (met.mode === 'errors') throw problem('E5030', '系统繁忙，请稍后再试');
  return answer();
}

/** Every request makes a ticket, whatever its key: only the look-up can tell whether one was made. */
function open(office: Office, { form }: Opening, met: BehaviourSetting): object {
  const idCard = form.person.idCard ?? undefined;
  if (idCard !== undefined && !hasValidCheckDigit(idCard)) throw problem('E2002', '证件号码不正确');
  if (met.mode === 'refuse') throw problem('E2001', '不属于服务范围');
  const intakeNumber = `XL${beijingYear(new Date())}${String(office.register.matters.size + 1).padStart(5, '0')}`;
  const effect = newEffect(form, 'DISPATCH', intakeNumber);
  office.record({ ...effect, script: scriptFor(idCard ?? ''), silenced: met.mode === 'silent' });
  return ticket(effect, 'NEW');
}

function cancel(office: Office, args: AboutTicket): object {
  const matter = ticketOf(office, args);
  if (matter.over && !matter.recalled) throw problem('E2003', '服务已结束，不能取消');
  const effect = newEffect(args, 'RECALL', matter.intakeNumber);
  office.record(effect);
  return ticket(effect, 'CANCELLED');
}

function append(office: Office, args: AboutTicket): object {
  const matter = ticketOf(office, args);
  if (matter.over) throw problem('E2004', '服务已结束，不能补充');
  const effect = newEffect(args, 'SUPPLEMENT', matter.intakeNumber);
  // What comes unasked, such as a telephone number after the service has taken the matter on, changes no state.
  const asked = matter.status === 'NEED_INFO';
  office.record(asked ? { ...effect, script: AFTER_SUPPLEMENT } : effect);
  return ticket(effect, asked ? 'NEW' : matter.status);
}

function lookUp(office: Office, externalKey: string): object {
  const recorded = office.register.effects.filter((effect) => effect.key === externalKey);
  const [first] = recorded;
  const state = (first && office.register.matters.get(first.intakeNumber)?.status) ?? 'NEW';
  return { externalKey, times: recorded.length, ticket: first ? ticket(first, state) : null };
}

function ticketOf(office: Office, { caseRef }: AboutTicket): Matter {
  const matter = office.register.mattersOf(caseRef).at(-1);
  if (!matter) throw problem('E1004', '查无此单');
  return matter;
}

function newEffect(about: AboutTicket, kind: EffectKind, intakeNumber: string): NewEffect {
  const { externalKey: key, caseRef: referralId } = about;
  return { key, kind, referralId, intakeNumber, digest: digestOf(about), script: [] };
}

function ticket(
  { key, referralId, intakeNumber }: Pick<NewEffect, 'key' | 'referralId' | 'intakeNumber'>,
  state: string,
) {
  return { no: intakeNumber, caseRef: referralId, externalKey: key, state, stateText: STATE_TEXTS[state] ?? '' };
}

function problem(errno: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { errno } });
}
