import { GraphQLError } from 'graphql';
import type { BehaviourSetting } from '../kit/behaviour.ts';
import { beijingYear } from '../kit/beijing-time.ts';
import type { EffectKind } from '../kit/entries.ts';
import { digestOf, type NewEffect, type Office } from '../kit/office.ts';
import type { Matter } from '../kit/register.ts';
import { hasValidCheckDigit } from '../kit/resident-id.ts';
import { listRecords, type LedgerQuestion } from './held-records.ts';
import { AFTER_SUPPLEMENT, scriptFor } from './scenarios.ts';

interface Submission {
  readonly idempotencyKey: string;
  readonly application: {
    readonly referralNo: string;
    readonly divisionCode: string;
    readonly applicant: { readonly idNumber: string };
  };
}

interface AboutApplication {
  readonly idempotencyKey: string;
  readonly referralNo: string;
}

/** The centre serves the city and its districts. */
const OWN_DIVISIONS = /^9901/;

/** The resolvers of one request; `met` is the misbehaviour in force for it. */
export function applicationDesk(office: Office, met: BehaviourSetting) {
  return {
    centreName: '桂江市法律援助中心',
    applicationLedger: (args: LedgerQuestion) => working(met, () => listRecords(office, args)),
    submitApplication: (args: Submission) => working(met, () => submit(office, args, met)),
    withdrawApplication: (args: AboutApplication) => working(met, () => withdraw(office, args)),
    supplementApplication: (args: AboutApplication) => working(met, () => supplement(office, args)),
  };
}

/** Mode `errors` with status 200: GraphQL's own way of saying that the centre broke down. */
function working<Answer>(met: BehaviourSetting, answer: () => Answer): Answer {
  if (met.mode === 'errors') throw problem('INTERNAL', '系统内部错误');
  return answer();
}

function submit(office: Office, args: Submission, met: BehaviourSetting): object {
  const { referralNo, divisionCode, applicant } = args.application;
  const repeated = answerRepeated(office, args.idempotencyKey, 'DISPATCH', args);
  if (repeated) return repeated;
  if (!hasValidCheckDigit(applicant.idNumber)) return declined('INVALID_ID_NUMBER', '身份证号校验不通过', referralNo);
  if (!OWN_DIVISIONS.test(divisionCode)) return declined('NO_JURISDICTION', '不属于本中心管辖', referralNo);
  if (met.mode === 'refuse') return declined('NOT_IN_SCOPE', '不属于法律援助范围', referralNo);
  const running = String(office.register.matters.size + 1).padStart(6, '0');
  const effect = newEffect(args.idempotencyKey, 'DISPATCH', referralNo, `YZ${beijingYear(new Date())}${running}`, args);
  office.record({ ...effect, script: scriptFor(applicant.idNumber), silenced: met.mode === 'silent' });
  return receipt(effect);
}

function withdraw(office: Office, args: AboutApplication): object {
  return actOnMatter(office, args, 'RECALL', (matter) => {
    if (matter.over) return declined('ALREADY_CLOSED', '已结案，不能撤回', args.referralNo);
    const effect = newEffect(args.idempotencyKey, 'RECALL', args.referralNo, matter.intakeNumber, args);
    office.record(effect);
    return receipt(effect);
  });
}

function supplement(office: Office, args: AboutApplication): object {
  return actOnMatter(office, args, 'SUPPLEMENT', (matter) => {
    if (matter.status !== '一次性告知补充材料') return declined('NOTHING_ASKED', '未要求补充材料', args.referralNo);
    const effect = newEffect(args.idempotencyKey, 'SUPPLEMENT', args.referralNo, matter.intakeNumber, args);
    office.record({ ...effect, script: AFTER_SUPPLEMENT });
    return receipt(effect);
  });
}

function actOnMatter(
  office: Office,
  args: AboutApplication,
  kind: EffectKind,
  act: (matter: Matter) => object,
): object {
  const repeated = answerRepeated(office, args.idempotencyKey, kind, args);
  if (repeated) return repeated;
  const matter = office.register.mattersOf(args.referralNo).at(-1);
  if (!matter) throw problem('NOT_FOUND', '查无此申请');
  return act(matter);
}

/** The same key and content get the same answer and have no second effect. */
function answerRepeated(office: Office, key: string, kind: EffectKind, content: object): object | undefined {
  const earlier = office.register.effectOf(key);
  if (!earlier) return undefined;
  if (earlier.kind !== kind || earlier.digest !== digestOf(content)) {
    throw problem('IDEMPOTENCY_KEY_REUSED', '幂等键已用于其他内容');
  }
  office.register.write({ t: 'repeat', key });
  return receipt(earlier);
}

function newEffect(
  key: string,
  kind: EffectKind,
  referralId: string,
  intakeNumber: string,
  content: object,
): NewEffect {
  return { key, kind, referralId, intakeNumber, digest: digestOf(content), script: [] };
}

const STATUSES = {
  DISPATCH: { status: 'RECEIVED', statusName: '已登记' },
  RECALL: { status: 'WITHDRAWN', statusName: '已撤回' },
  SUPPLEMENT: { status: 'SUPPLEMENTED', statusName: '已补充' },
};

function receipt({
  key,
  kind,
  referralId,
  intakeNumber,
}: Pick<NewEffect, 'key' | 'kind' | 'referralId' | 'intakeNumber'>): object {
  return {
    __typename: 'ApplicationReceipt',
    idempotencyKey: key,
    referralNo: referralId,
    applicationNo: intakeNumber,
    ...STATUSES[kind],
  };
}

function declined(code: string, message: string, referralNo: string): object {
  return { __typename: 'ApplicationDeclined', referralNo, code, message };
}

function problem(code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}
