/**
 * Every problem a user can mend: one code, one row, both languages, and what to do next. The code is the contract and
 * names the section of docs/errors.md; the texts may be improved at any time. No text repeats what the user typed, so
 * nothing personal can travel in an error.
 */
export const USER_ERRORS = {
  RESIDENT_ID_INVALID: {
    zh: '身份证号不正确',
    en: 'The resident identity number is wrong',
    remedyZh: '请对照证件核对 18 位号码，末位可为 X。',
    remedyEn: 'Compare all 18 characters with the card; the last may be X.',
  },
  CREDIT_CODE_INVALID: {
    zh: '统一社会信用代码不正确',
    en: 'The unified social credit code is wrong',
    remedyZh: '请对照营业执照核对 18 位代码，其中没有字母 I、O、Z、S、V。',
    remedyEn: 'Compare all 18 characters with the licence; I, O, Z, S and V never occur.',
  },
  DIVISION_INVALID: {
    zh: '行政区划代码格式不正确',
    en: 'The division code is malformed',
    remedyZh: '请填写 6、9 或 12 位数字代码。',
    remedyEn: 'Give a code of 6, 9 or 12 digits.',
  },
  DIVISION_UNKNOWN: {
    zh: '没有这个行政区划',
    en: 'No such division is known here',
    remedyZh: '请从区划列表中选择；已撤销的区划请选现在的区划。',
    remedyEn: 'Choose one from the list; for an abolished division choose its successor.',
  },
  DIVISION_OUT_OF_AREA: {
    zh: '不在本窗口的受理范围',
    en: 'Outside the area of this window',
    remedyZh: '居住地和工作地都不在本地的，请到居住地或工作地的窗口办理。',
    remedyEn: 'Neither home nor workplace is here; the window at either of them can accept it.',
  },
  PHONE_INVALID: {
    zh: '电话号码不正确',
    en: 'The telephone number is wrong',
    remedyZh: '请填写 11 位手机号，或带区号的固定电话。',
    remedyEn: 'Give a mobile number of 11 digits or a landline with its area code.',
  },
  NAME_INVALID: {
    zh: '姓名不正确',
    en: 'The name is wrong',
    remedyZh: '请按证件填写姓名，最长 50 个字，间隔号用“·”。',
    remedyEn: 'Write the name as on the card, 50 characters at most, with “·” as the interval mark.',
  },
  DATE_INVALID: {
    zh: '日期不正确',
    en: 'The date is wrong',
    remedyZh: '请填写真实存在的日期，格式如 2026-11-21。',
    remedyEn: 'Give a real date such as 2026-11-21.',
  },
  AMOUNT_INVALID: {
    zh: '金额不正确',
    en: 'The amount is wrong',
    remedyZh: '请填写以元为单位的数字文本，最多两位小数，如 "16500.00"。',
    remedyEn: 'Give yuan as decimal text with at most two places, such as "16500.00".',
  },
  CHOICE_INVALID: {
    zh: '选项不在允许范围内',
    en: 'The value is not one of those allowed',
    remedyZh: '请从列出的选项中选择。',
    remedyEn: 'Choose one of the listed values.',
  },
  FORM_FIELD_MISSING: {
    zh: '申请表缺项',
    en: 'The form lacks an answer',
    remedyZh: '请补填此项后重新提交。',
    remedyEn: 'Fill in this field and submit again.',
  },
  FORM_FIELD_INVALID: {
    zh: '申请表此项不符合要求',
    en: 'This answer on the form does not fit',
    remedyZh: '请按该项的说明改正后重新提交。',
    remedyEn: 'Correct it after the note on that field and submit again.',
  },
  SERVICE_ITEM_UNKNOWN: {
    zh: '没有这个事项，或当前不受理',
    en: 'No such service item, or it is not offered now',
    remedyZh: '请用 serviceItems 查看可受理的事项。',
    remedyEn: 'See serviceItems for what is offered.',
  },
  CONSENT_MISSING: {
    zh: '缺少必要的授权',
    en: 'A required consent is missing',
    remedyZh: '请向申请人说明授权事项，取得同意后勾选。',
    remedyEn: 'Explain the consent line to the applicant and tick it once given.',
  },
  NOT_ELIGIBLE: {
    zh: '不符合办理条件',
    en: 'The conditions of this item are not met',
    remedyZh: '请查看逐条理由；情况有变可重新提交，也可改办其他事项。',
    remedyEn: 'See the reasons one by one; submit again when things change, or choose another item.',
  },
  NO_AGENCY_AVAILABLE: {
    zh: '没有单位可以承办',
    en: 'No agency can take it',
    remedyZh: '请核对行政区划；如区划无误，请联系系统管理员配置承办单位。',
    remedyEn: 'Check the division; if it is right, ask the administrator to configure an office.',
  },
  DUPLICATE_CASE: {
    zh: '同一事项正在办理',
    en: 'The same matter is already open',
    remedyZh: '请在原办件上补充材料，不必重新受理。',
    remedyEn: 'Add to the case that is open instead of opening another.',
  },
  NOT_FOUND: {
    zh: '找不到，或无权查看',
    en: 'Not found, or not yours to see',
    remedyZh: '请核对编号；如属于其他单位，请由该单位办理。',
    remedyEn: 'Check the id; if it belongs to another agency, that agency has to act.',
  },
  TRANSITION_REFUSED: {
    zh: '当前状态不能这样做',
    en: 'Not possible in the present status',
    remedyZh: '请刷新查看最新状态后再操作。',
    remedyEn: 'Refresh to see the present status, then decide.',
  },
  STALE_VERSION: {
    zh: '内容已被他人更新',
    en: 'Someone else has changed it meanwhile',
    remedyZh: '请刷新后重试。',
    remedyEn: 'Refresh and try again.',
  },
  OUTCOME_UNKNOWN: {
    zh: '该步骤没有这个结果',
    en: 'This step knows no such outcome',
    remedyZh: '请从 possibleOutcomes 中选择。',
    remedyEn: 'Choose one of possibleOutcomes.',
  },
  NOTE_REQUIRED: {
    zh: '需要填写说明',
    en: 'A note is required',
    remedyZh: '请写明情况，最长 500 字，不要填写证件号码。',
    remedyEn: 'Say what it is about, 500 characters at most, without identity numbers.',
  },
  IDEMPOTENCY_KEY_REUSED: {
    zh: '幂等键已用于其他内容',
    en: 'The idempotency key was used for other input',
    remedyZh: '内容有变化时请换一个新的幂等键。',
    remedyEn: 'Use a new key when the content changes.',
  },
  IDEMPOTENCY_IN_PROGRESS: {
    zh: '相同请求正在处理',
    en: 'The same request is being handled',
    remedyZh: '请稍候用同一个幂等键重试。',
    remedyEn: 'Wait a moment and repeat with the same key.',
  },
  TEST_IDENTITY_IN_LIVE: {
    zh: '正式环境不接受演示身份',
    en: 'A demo identity is not accepted in production',
    remedyZh: '请使用真实证件号码；演示请在演示环境进行。',
    remedyEn: 'Use a real identity; demonstrations belong in demo mode.',
  },
  IDENTITY_MISMATCH: {
    zh: '姓名与登记不一致',
    en: 'The name differs from the register',
    remedyZh: '请核对证件；如已更名，请先更正登记信息。',
    remedyEn: 'Check the card; after a change of name correct the register first.',
  },
} as const satisfies Record<string, UserErrorTexts>;

interface UserErrorTexts {
  readonly zh: string;
  readonly en: string;
  readonly remedyZh: string;
  readonly remedyEn: string;
}

export type UserErrorCode = keyof typeof USER_ERRORS;

/** One mendable problem with where it is. `details` carry typed extras for the concrete error types of the graph. */
export interface UserFault {
  readonly code: UserErrorCode;
  /** Path into the mutation's input, e.g. `['applicant', 'residentId']`. */
  readonly path?: readonly string[];
  readonly details?: UserFaultDetails;
}

export interface UserFaultDetails {
  readonly existingCaseId?: string;
  readonly currentStatus?: string;
  readonly reasons?: readonly Reason[];
}

/** One line of a decision's trace, worded for people. */
export interface Reason {
  readonly rule: string;
  readonly holds: boolean;
  readonly zh: string;
  readonly en: string;
}

/**
 * The request is refused and nothing of it is stored. Thrown by use cases, turned into `userErrors` by the resolvers.
 * Holds all faults found, not the first.
 */
export class RequestRefusedError extends Error {
  override readonly name = 'RequestRefusedError';
  readonly faults: readonly UserFault[];

  constructor(faults: readonly UserFault[]) {
    super(`request refused: ${faults.map((fault) => fault.code).join(', ')}`);
    this.faults = faults;
  }
}

export function refuse(code: UserErrorCode, path?: readonly string[], details?: UserFaultDetails): never {
  throw new RequestRefusedError([{ code, ...(path && { path }), ...(details && { details }) }]);
}
