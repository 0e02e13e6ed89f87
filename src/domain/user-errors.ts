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
  DIVISION_ABOLISHED: {
    zh: '这个行政区划已经撤销',
    en: 'This division has been abolished',
    remedyZh: '请改填撤销后归属的区划，见建议；身份证号中的旧区划不受影响。',
    remedyEn: 'Give the division it became, as suggested; identity numbers keep the old code.',
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
  ITEM_NOT_OFFERED_HERE: {
    zh: '这个地方不办理该事项',
    en: 'The item is not offered in this place',
    remedyZh: '请改办建议中的事项，或到开办此事项的地方申请。',
    remedyEn: 'Choose one of the suggested items, or apply where this one is offered.',
  },
  CONSENT_MISSING: {
    zh: '缺少必要的授权',
    en: 'A required consent is missing',
    remedyZh: '请向申请人说明授权事项，取得同意后勾选。',
    remedyEn: 'Explain the consent line to the applicant and tick it once given.',
  },
  MATERIAL_MISSING: {
    zh: '缺少必需的材料',
    en: 'A required material is missing',
    remedyZh: '请补交此项材料；已有单位掌握的，可在核实后免交。',
    remedyEn: 'Show the material; where an agency holds the fact already, confirm that instead.',
  },
  PASSPORT_NOT_GIVEN: {
    zh: '不具备免交、免审的条件',
    en: 'Nothing makes this check needless',
    remedyZh: '请先试算，查看可用的免证事项及其理由。',
    remedyEn: 'See previewCase for what is held already and why.',
  },
  NOT_ELIGIBLE: {
    zh: '不符合办理条件',
    en: 'The conditions of this item are not met',
    remedyZh: '请查看逐条理由；情况有变可重新提交，也可改办其他事项。',
    remedyEn: 'See the reasons one by one; submit again when things change, or choose another item.',
  },
  CATALOGUE_FAULTY: {
    zh: '事项定义有误，没有保存',
    en: 'The definition of the item is faulty; nothing was stored',
    remedyZh: '请按所列行号逐条改正后重新提交；现行版本不受影响。',
    remedyEn: 'Mend each fault at its line and submit again; the version in force is not touched.',
  },
  VERSION_NOT_REHEARSED: {
    zh: '草案还没有试算',
    en: 'The draft has not been rehearsed',
    remedyZh: '请先试算，看过影响后再发布。',
    remedyEn: 'Rehearse it with rehearseServiceItem and look at what it would change, then publish.',
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
  RETURN_REFUSED: {
    zh: '已确定由贵单位牵头，不能再退回',
    en: 'Your agency leads this matter and cannot return it',
    remedyZh: '此步骤已两次退回。请牵头办理，必要时协调其他单位；依法不应受理的，请不予受理并说明理由。',
    remedyEn:
      'This step came back twice. Handle it and bring others in; refuse it with a reason where the law says so.',
  },
  AMOUNT_REQUIRED: {
    zh: '这个结果要填写金额',
    en: 'This outcome needs an amount',
    remedyZh: '请填写批准或支付的金额，以元为单位。',
    remedyEn: 'Give the amount granted or paid, in yuan.',
  },
  OUTCOME_UNKNOWN: {
    zh: '该步骤没有这个结果',
    en: 'This step knows no such outcome',
    remedyZh: '请从 possibleOutcomes 中选择。',
    remedyEn: 'Choose one of possibleOutcomes.',
  },
  TERMINATION_REASON_MISMATCH: {
    zh: '终结原因与结果不一致',
    en: 'The reason of termination does not fit the outcome',
    remedyZh: '达成协议或自行和解的，结果应为调解成功；其他原因不能与调解成功同填。只有调解有终结原因。',
    remedyEn: 'Agreed or settled goes with a successful outcome and no other reason does; only a mediation has one.',
  },
  AGREEMENT_KIND_MISMATCH: {
    zh: '协议种类与结果不一致',
    en: 'This kind of agreement does not come of this outcome',
    remedyZh: '请核对结果和协议种类；未达成协议的不填。',
    remedyEn: 'Check outcome and kind; leave it out where nothing was agreed.',
  },
  FACTS_OF_MEDIATION_ONLY: {
    zh: '只有调解可以填写无争议事实',
    en: 'Only a mediation states undisputed facts',
    remedyZh: '请留空；裁决或立案中的事实写入其文书。',
    remedyEn: 'Leave it out; facts found in a decision stand in the decision.',
  },
  STAGE_NOT_OF_ROLE: {
    zh: '该转办单没有这个阶段',
    en: 'This referral knows no such stage',
    remedyZh: '调解和仲裁各有自己的阶段，请从可报告的下一步中选择。',
    remedyEn: 'Mediation and arbitration have stages of their own; choose one of those that may be reported.',
  },
  STAGE_NEEDS_OUTCOME: {
    zh: '该阶段会结束转办单，需要填写结果',
    en: 'This stage ends the referral, which takes an outcome',
    remedyZh: '请用办结并选择结果；退回、不予受理请用相应操作，阶段随之更新。',
    remedyEn: 'Complete it with its outcome, or return or refuse it; the stage follows.',
  },
  STAGE_NOT_NOW: {
    zh: '当前阶段不能这样走',
    en: 'Not possible from the present stage',
    remedyZh: '请刷新查看当前阶段，再从可报告的下一步中选择。',
    remedyEn: 'Refresh to see the present stage, then choose one of those that may be reported.',
  },
  STAGE_NEEDS_ALL_PARTIES: {
    zh: '延长调解须各方当事人同意',
    en: 'A mediation is extended only when all parties agree',
    remedyZh: '取得各方同意后勾选；有一方不同意的，请终结调解。',
    remedyEn: 'Tick it once all have agreed; where one does not, terminate the mediation.',
  },
  NOT_A_MEDIATION: {
    zh: '该转办单不是调解',
    en: 'This referral is not a mediation',
    remedyZh: '只有调解可以指定调解员。',
    remedyEn: 'Only a mediation is given to a mediator.',
  },
  MEDIATOR_NOT_ACTIVE: {
    zh: '调解员不在岗',
    en: 'The mediator is not active',
    remedyZh: '已暂停或已除名，请另选一位。',
    remedyEn: 'Suspended or removed from the roster; choose another.',
  },
  MEDIATOR_OF_OTHER_ROOM: {
    zh: '调解员不属于承办的调解组织',
    en: 'The mediator belongs to another office',
    remedyZh: '请从承办点的调解员中选择，可先看推荐名单。',
    remedyEn: 'Choose one of the office it lies with; the suggestions name them.',
  },
  MEDIATOR_CONFLICT: {
    zh: '调解员与本案有利害关系',
    en: 'The mediator has an interest in the matter',
    remedyZh: '已声明利害关系的应当回避，请另选一位。',
    remedyEn: 'Whoever disclosed an interest steps aside; choose another.',
  },
  NOTE_REQUIRED: {
    zh: '需要填写说明',
    en: 'A note is required',
    remedyZh: '请写明情况，最长 500 字，不要填写证件号码。',
    remedyEn: 'Say what it is about, 500 characters at most, without identity numbers.',
  },
  FEED_ROW_STILL_FAULTY: {
    zh: '改正后的行仍不能入库',
    en: 'The corrected row still cannot be taken',
    remedyZh: '请看该行现在的字段和原因，再改一次；确实不能用的，请注明原因后作废。',
    remedyEn: 'See its field and reason as they are now and correct it again, or discard it with a note.',
  },
  FEED_COLUMN_UNKNOWN: {
    zh: '该文件没有这一列',
    en: 'The file has no such column',
    remedyZh: '请填写该行所列的列名；每列最多改一次，每格最长 200 字。',
    remedyEn: 'Name columns as the row lists them, each once, with cells of 200 characters at most.',
  },
  FEED_ROW_NOT_CORRECTABLE: {
    zh: '这一行不能在此改正',
    en: 'This row cannot be corrected here',
    remedyZh: '推送批次中的行请由对方改正后重新推送；不再需要的请作废。',
    remedyEn: 'A row of a pushed batch is corrected by its sender and pushed again; discard what is not needed.',
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
  PERSON_ALREADY_REGISTERED: {
    zh: '该证件号码已有登记',
    en: 'This number is in the register already',
    remedyZh: '请按证件号码查人，核对后确认为该人；号码如有误，请对照证件改正。',
    remedyEn: 'Look the number up and confirm that person; where the number is wrong, correct it after the card.',
  },
  PEOPLE_NOT_LINKABLE: {
    zh: '这两条登记不能这样关联',
    en: 'These two entries cannot be linked like this',
    remedyZh: '同一条登记、已并入他人的登记不能再关联；已有他人并入的，请把它作为保留的一条。',
    remedyEn: 'One is the other, or is merged already; an entry that others are merged into has to be the one kept.',
  },
  CLOCK_UNKNOWN: {
    zh: '没有这个时限',
    en: 'No such clock',
    remedyZh: '请从时限规则列表中选择；转办单上的时限须正在计算或暂停中。',
    remedyEn: 'Choose one from the list of clock rules; on a referral it has to be running or paused.',
  },
  EXTENSION_REFUSED: {
    zh: '时限不能这样延长',
    en: 'The clock cannot be extended like this',
    remedyZh: '请看所附原因和上限：只能在届满前延长一次，且不超过上限。',
    remedyEn: 'See the reason and the limit: once, before it has run out, and within the limit.',
  },
  PAUSE_REFUSED: {
    zh: '没有可以因此暂停或恢复的时限',
    en: 'No clock can be paused or go on for this',
    remedyZh: '请查看规则允许暂停的原因，并核对时限是否已经暂停或恢复。',
    remedyEn: 'See which causes the rule allows, and whether the clock is paused or running already.',
  },
  RANGE_INVALID: {
    zh: '起止日期不正确',
    en: 'The range of dates is wrong',
    remedyZh: '止日不能早于起日，一次最多查 366 天。',
    remedyEn: 'The end must not come before the beginning, and at most 366 days are shown at once.',
  },
  CALENDAR_REGION_UNKNOWN: {
    zh: '没有这个地区的日历',
    en: 'No calendar of such a region is kept',
    remedyZh: '请填写已有地区的代码；新的地区随版本发布。',
    remedyEn: 'Name a region that has one, such as CN or CN-GX; a new region comes with a release.',
  },
  CALENDAR_YEAR_NOT_ANNOUNCED: {
    zh: '这一年不可能已有放假通知',
    en: 'That year cannot have been announced yet',
    remedyZh: '放假通知最早在上一年秋天公布，请核对年份。',
    remedyEn: 'A notice comes out in the autumn before its year at the earliest; check the year.',
  },
  CALENDAR_NOTICE_INVALID: {
    zh: '通知或节日名称不合适',
    en: 'The notice or the name of a festival does not fit',
    remedyZh: '请填写通知文号或标题、节日的中英文名称，每项最长 200 字。',
    remedyEn: 'Give number or title of the notice, and the festival in both languages; 200 characters at most each.',
  },
  CALENDAR_DAY_OUTSIDE_YEAR: {
    zh: '日期不属于这一年的放假安排',
    en: 'The day is none that a notice for this year rules on',
    remedyZh: '只能是当年的日期，或上一年十二月的日期。',
    remedyEn: 'Only days of the year itself and of the December before it may be named.',
  },
  CALENDAR_DAY_TWICE: {
    zh: '同一天有两种安排',
    en: 'The same day is ruled on twice',
    remedyZh: '请删去重复的一条；如与另一年的通知相重，请先核对两份通知。',
    remedyEn:
      'Take one of them out; where the other stands in the notice of another year, compare the two notices first.',
  },
  CALENDAR_MAKE_UP_ON_WEEKDAY: {
    zh: '调休上班日不是周末',
    en: 'A make-up working day is not on a weekend',
    remedyZh: '调休上班只能在周六或周日，请核对日期。',
    remedyEn: 'Only a Saturday or a Sunday can be made up; check the date.',
  },
  CALENDAR_COVERAGE_SHRINKS: {
    zh: '日历的截止日不能提前',
    en: 'The calendar cannot cover less than it does',
    remedyZh: '请填写不早于现有截止日的日期。',
    remedyEn: 'Give a day that is not before the one it is covered through now.',
  },
  CALENDAR_COVERAGE_TOO_FAR: {
    zh: '截止日超出了已公布的年份',
    en: 'The coverage goes beyond the years that are announced',
    remedyZh: '截止日最晚是已公布的最后一年的 12 月 31 日。',
    remedyEn: 'It can go to 31 December of the last year announced.',
  },
  AGENCY_KEEPS_NO_LEDGER: {
    zh: '该单位不提供对账清单',
    en: 'This agency cannot say what it holds of ours',
    remedyZh: '请选择能够对账的单位；窗口类单位由人工核对。',
    remedyEn: 'Choose one that can be reconciled; a window is checked by people.',
  },
  CURSOR_EXPIRED: {
    zh: '游标已过期，其后的事件不再保留',
    en: 'The cursor has expired: events after it are not kept any more',
    remedyZh: '请先重新读取贵单位全部未结转办单的当前状态，再不带游标读取事件，从头接续。',
    remedyEn:
      'Read the present state of all your open referrals anew, then read the events without a cursor and go on.',
  },
  WEBHOOK_URL_REFUSED: {
    zh: '回调地址不能使用',
    en: 'The webhook address cannot be used',
    remedyZh:
      '请填写不含用户名、密码的加密网址，端口在允许范围内，且不指向内部网络；确在内网的，请联系运维开放该网段。',
    remedyEn:
      'Give an https address without user or password, on an open port and outside private networks; where it does lie on the intranet, ask the operator to open that network.',
  },
  WEBHOOK_ENDPOINTS_FULL: {
    zh: '回调地址数量已达上限',
    en: 'Your agency has as many webhook endpoints as it may have',
    remedyZh: '请删除不用的回调地址，或修改已有的。',
    remedyEn: 'Delete one that is not used, or change one that is there.',
  },
  RESEND_TOO_FAR: {
    zh: '重发的起始时间太早',
    en: 'The time to resend from is too long ago',
    remedyZh: '事件只保留七天，请改填七天以内的时间；更早的请读取转办单的当前状态。',
    remedyEn: 'Events are kept for seven days; give a later time, and for what came before read the present state.',
  },
  PARTNER_KEY_KIND_REFUSED: {
    zh: '不能使用这种对接密钥',
    en: 'This kind of partner key is not possible here',
    remedyZh: '试用密钥只用于演示环境，正式密钥只用于正式环境且由运维制发；工程师密钥两处都可用。',
    remedyEn:
      'TEST keys belong to a demonstration, LIVE keys to production, where an operator makes them; TEAM keys work in both.',
  },
  PARTNER_KEY_NAME_INVALID: {
    zh: '密钥名称不正确',
    en: 'The name of the key is wrong',
    remedyZh: '请填写用途，1 到 100 个字，不填人名和证件号码。',
    remedyEn: 'Say what it is for in 1 to 100 characters, without names or numbers of people.',
  },
  PARTNER_KEY_LIFE_INVALID: {
    zh: '密钥的有效天数不正确',
    en: 'The key cannot live that long',
    remedyZh: '工程师密钥最长 90 天，其他最长 365 天；到期前请更换。',
    remedyEn: 'A TEAM key lives 90 days at most, the others 365; rotate it before it ends.',
  },
  PARTNER_KEY_RIGHTS_REFUSED: {
    zh: '密钥的权限不正确',
    en: 'These rights cannot be given to the key',
    remedyZh: '至少要有一个角色和一个范围，且不超出本人在本单位的角色和区划；不属于任何单位的密钥不能有角色和范围。',
    remedyEn:
      'Give at least one role and one scope, none beyond your own roles and division; a key of no agency has neither.',
  },
  PARTNER_KEY_HOLDER_REQUIRED: {
    zh: '工程师密钥要写明属于谁',
    en: 'A TEAM key needs its engineer',
    remedyZh: '请填写该工程师在统一身份认证中的账号标识。',
    remedyEn: 'Give the subject under which the identity provider knows the engineer.',
  },
  PARTNER_KEYS_FULL: {
    zh: '对接密钥数量已达上限',
    en: 'The agency has as many keys as it may have',
    remedyZh: '请撤销不用的密钥，或更换已有的。',
    remedyEn: 'Revoke one that is not used, or rotate one that is there.',
  },
} as const satisfies Record<string, UserErrorTexts>;

interface UserErrorTexts {
  readonly zh: string;
  readonly en: string;
  readonly remedyZh: string;
  readonly remedyEn: string;
}

export type UserErrorCode = keyof typeof USER_ERRORS;
