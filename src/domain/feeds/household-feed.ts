import type { PushedHousehold } from '#domain/agencies/inbound-content.ts';
import type { FeedCells, FeedDefinition, FeedGround } from '#domain/feeds/feed-definition.ts';
import {
  accepted,
  choiceCell,
  countCell,
  dateCell,
  numberAsWrittenCell,
  opCell,
  readingRow,
  refuseCell,
  requiredCell,
  requiredCode,
  textCell,
} from '#domain/feeds/read-cell.ts';
import type { LocalDate } from '#domain/referrals/local-date.ts';
import type { AssistanceCategory, AssistanceStatus } from '#domain/registry/assistance-record.ts';
import { parseDivisionCode } from '#domain/registry/division-code.ts';
import { type PersonName, parsePersonName } from '#domain/registry/person-name.ts';
import { type Phone, parsePhone } from '#domain/registry/phone.ts';
import { parseResidentId, type ResidentId } from '#domain/registry/resident-id.ts';

/** What names an application; all that a tombstone needs. */
interface HouseholdKey {
  readonly applicationNo: string;
  readonly category: AssistanceCategory;
}

/** A household whose name and whole number can be read, so that the number may say whose it is. */
export interface StatedHousehold extends HouseholdKey {
  readonly op: 'U';
  readonly sourceStatus: AssistanceStatus;
  readonly divisionCode: string;
  readonly householdSize: number;
  readonly name: PersonName;
  readonly residentId: ResidentId;
  readonly phone?: Phone | undefined;
  readonly employer?: string | undefined;
  readonly validUntil?: LocalDate | undefined;
}

/** An applicant household of civil affairs (一门受理、协同办理): the same as is pushed, as a daily file with tombstones. */
export interface HouseholdStatement extends HouseholdKey {
  readonly op: 'U';
  /** As a push would say it, the person as written. */
  readonly record: PushedHousehold;
  /** Absent where name or number is hidden, missing or wrong. */
  readonly exact?: StatedHousehold | undefined;
}

export type HouseholdFeedRow = HouseholdStatement | (HouseholdKey & { readonly op: 'D' });

/** 救助类别 */
const CATEGORIES: ReadonlyMap<string, AssistanceCategory> = new Map([
  ['01', 'DIBAO'],
  ['02', 'TEKUN'],
  ['03', 'DIBAO_MARGINAL'],
  ['04', 'RIGID_EXPENDITURE'],
  ['05', 'TEMPORARY'],
]);

/** 办理状态 */
const STATUSES: ReadonlyMap<string, AssistanceStatus> = new Map([
  ['1', 'APPLIED'],
  ['2', 'GRANTED'],
  ['3', 'REFUSED'],
  ['4', 'STOPPED'],
]);

const open = (name: string) => ({ name, personal: false });
const personal = (name: string) => ({ name, personal: true });

export const householdFeed: FeedDefinition<HouseholdFeedRow> = {
  feed: 'households',
  agencies: ['civil-affairs'],
  encoding: 'gb18030',
  delimiter: ',',
  columns: [
    open('操作'),
    open('申请编号'),
    open('救助类别'),
    open('办理状态'),
    open('行政区划'),
    open('家庭人口'),
    personal('职工姓名'),
    personal('身份证号'),
    personal('联系电话'),
    personal('工作单位'),
    open('有效期至'),
  ],
  readRow: (cells, ground) =>
    readingRow((): HouseholdFeedRow => {
      const key: HouseholdKey = {
        applicationNo: requiredCode(cells, '申请编号'),
        category: choiceCell(cells, '救助类别', CATEGORIES),
      };
      if (opCell(cells, '操作') === 'D') return { op: 'D', ...key };
      return stated(cells, ground, key);
    }),
};

function stated(cells: FeedCells, ground: FeedGround, key: HouseholdKey): HouseholdStatement {
  const said = {
    ...key,
    sourceStatus: choiceCell(cells, '办理状态', STATUSES),
    divisionCode: accepted('行政区划', parseDivisionCode(requiredCode(cells, '行政区划'))),
    householdSize: countCell(cells, '家庭人口', 1) ?? refuseCell('家庭人口', 'EMPTY'),
    employer: textCell(cells, '工作单位'),
    // 长期 has no end, and neither has an empty cell.
    validUntil: textCell(cells, '有效期至') === '长期' ? undefined : dateCell(cells, '有效期至'),
  };
  const written = {
    name: requiredCell(cells, '职工姓名'),
    residentId: numberAsWrittenCell(cells, '身份证号', ground) ?? '',
    phone: textCell(cells, '联系电话'),
  };
  const { sourceStatus, employer, ...rest } = said;
  const name = parsePersonName(written.name);
  const residentId = parseResidentId(written.residentId, ground.today);
  return {
    op: 'U',
    ...key,
    record: { ...rest, status: sourceStatus, worker: { ...written, employer } },
    ...(name.ok &&
      residentId.ok && {
        exact: { op: 'U', ...said, name: name.value, residentId: residentId.value, phone: phoneOf(written.phone) },
      }),
  };
}

/** A telephone is a convenience: a wrong or masked one is left out, and the household stays. */
function phoneOf(text: string | undefined): Phone | undefined {
  const phone = parsePhone(text ?? '');
  return phone.ok ? phone.value : undefined;
}
