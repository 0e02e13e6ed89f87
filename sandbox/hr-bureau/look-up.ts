import type { BehaviourSetting } from '../kit/behaviour.ts';
import { readDataFile } from '../kit/people.ts';
import { maskId, maskName } from '../kit/resident-id.ts';
import type { Reply } from '../kit/wire.ts';
import { answer, childList, childNode, childText, element, type XmlNode } from './xml.ts';

/** One kind of insurance of one person; the values are in the forms the bureau keeps them in, dates in four. */
interface Enrolment {
  readonly residentId: string;
  readonly name: string;
  readonly AAE140: string;
  readonly AAC031: string;
  readonly AAC008: string;
  readonly AAB004: string;
  readonly AAE180: string;
  readonly AAE201: string;
  readonly AAE030: string;
  readonly AAE031: string;
}

const MOST_PEOPLE = 100;
const ENROLMENTS = readDataFile(new URL('./enrolments.json', import.meta.url)) as readonly Enrolment[];

export function namedPeople(body: XmlNode): readonly (string | undefined)[] {
  return childList(childNode(body, '人员列表'), '人员').map((person) => childText(person, 'AAC002'));
}

/** 参保查询 */
export function lookUpEnrolments(body: XmlNode, met: BehaviourSetting): Reply {
  const ids = namedPeople(body);
  if (ids.length === 0 || ids.includes(undefined)) return answer('SB01', '身份证号不能为空');
  if (ids.length > MOST_PEOPLE) return answer('SB01', `查询人数超过${MOST_PEOPLE}`);
  const found = ENROLMENTS.filter((enrolment) => ids.includes(enrolment.residentId));
  const rows = found.map((enrolment, index) => toRow(enrolment, index % 2 === 1, met.mode === 'masked'));
  return answer('SB01', 'OK', [element('数量', String(rows.length)), element('参保列表', rows)]);
}

/** Rows come from two systems that were merged; the newer writes small letters and masks names. */
function toRow({ residentId, name, ...codes }: Enrolment, smallLetters: boolean, masked: boolean): string {
  const values = {
    AAC002: masked ? maskId(residentId) : residentId,
    AAC003: masked || smallLetters ? maskName(name) : name,
    ...codes,
  };
  return element(
    '参保',
    Object.entries(values).map(([code, value]) => element(smallLetters ? code.toLowerCase() : code, value)),
  );
}
