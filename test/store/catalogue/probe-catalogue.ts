/** A sound clock file; tests spoil a line of it. */
export const CLOCKS = `clocks:
  HANDOVER:
    name: { zh: 签收, en: Receipt }
    source: 本地配置
    confidence: UNCONFIRMED
    start: DRAFTED
    stops: [RECEIVED]
    length: 2
    unit: WORKING_DAY
    rollOver: false
    pausesForSupplement: false
    consequence: { kind: ESCALATE, text: { zh: 督办, en: Follow up } }
  MEDIATION:
    name: { zh: 调解, en: Mediation }
    source: 劳动争议调解仲裁法第十四条
    confidence: CONFIRMED
    start: RECEIVED
    stops: []
    length: 15
    unit: DAY
    rollOver: true
    pausesForSupplement: false
    consequence: { kind: OUTCOME, outcome: EXPIRED, text: { zh: 期满, en: Expired } }
  RATING:
    name: { zh: 评价, en: Rating }
    source: 本地配置
    confidence: UNCONFIRMED
    start: AWAITING_RATING
    stops: []
    length: 15
    unit: DAY
    rollOver: false
    pausesForSupplement: false
    consequence: { kind: LAPSE_RATING, text: { zh: 办结, en: Closed } }
  DECISION:
    name: { zh: 决定, en: Decision }
    source: 本地配置
    confidence: UNCONFIRMED
    start: RECEIVED
    length: 5
    unit: DAY
    rollOver: true
    practice: { unit: WORKING_DAY, source: 惯例, confidence: UNCONFIRMED }
    consequence: { kind: ESCALATE, text: { zh: 督办, en: Follow up } }
  APPEAL:
    name: { zh: 上诉, en: Appeal }
    source: 民事诉讼法第一百七十一条
    confidence: CONFIRMED
    start: STATED
    length: 15
    unit: DAY
    rollOver: true
    consequence: { kind: INFORM, text: { zh: 生效, en: Takes effect } }
  NOTICE:
    name: { zh: 通知, en: Notice }
    source: 本地配置
    confidence: UNCONFIRMED
    start: RECEIVED
    length: 3
    unit: DAY
    rollOver: true
    consequence: { kind: INFORM, text: { zh: 告知, en: Told } }
`;

/** A sound item of two steps; the line numbers in the tests are those of this text. */
export const ITEM = `code: probe
name: { zh: 试验, en: Probe }
audience: { zh: 职工, en: Workers }
form:
  type: object
  required: [amount]
  properties:
    amount: { type: string, kind: money, title: { zh: 金额, en: Amount } }
    facts: { type: string, maxLength: 20, title: { zh: 事实, en: Facts } }
consents:
  - line: share
    text: { zh: 同意, en: Agreed }
    recipientRole: UNION_MEDIATION
    purpose: 调解
    fields: [applicant.name, form.amount]
    legalBasis: CONSENT
    required: true
eligibility:
  - rule: OF_AGE
    when: applicant.age >= 16
    because: { zh: 已满, en: Old enough }
    notBecause: { zh: 未满, en: Too young }
start: [first]
steps:
  - key: first
    name: { zh: 调解, en: Mediation }
    role: UNION_MEDIATION
    jurisdiction: WORKPLACE
    consent: share
    discloses: [applicant.name, form.amount]
    clocks: [HANDOVER, MEDIATION]
    outcomes:
      AGREED: { name: { zh: 成功, en: Agreed }, leadsTo: { finish: SETTLED } }
      EXPIRED: { name: { zh: 期满, en: Expired }, leadsTo: { next: [second] } }
      REFUSED: { name: { zh: 拒绝, en: Refused }, leadsTo: { next: [second] } }
  - key: second
    name: { zh: 仲裁, en: Arbitration }
    role: HR_ARBITRATION
    jurisdiction: WORKPLACE
    discloses: [applicant.phone]
    clocks: [HANDOVER, DECISION]
    outcomes:
      AWARDED: { name: { zh: 裁决, en: Award }, leadsTo: { finish: AWARDED } }
      REFUSED: { name: { zh: 拒绝, en: Refused }, leadsTo: { finish: CLOSED } }
caseClocks: [RATING]
`;
