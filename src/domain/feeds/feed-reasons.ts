import type { Bilingual } from '#domain/catalogue/clock-rule.ts';

/** Why a whole file is refused, or has halted. Nothing of a refused file was taken. */
export const FEED_FILE_REFUSALS = {
  MARKER_UNREADABLE: { zh: '标记文件读不懂', en: 'the marker file cannot be read' },
  FILE_MISSING: { zh: '只有标记，没有文件', en: 'there is a marker and no file' },
  FILE_TOO_LARGE: { zh: '文件过大', en: 'the file is too large' },
  NAME_REFUSED: { zh: '文件名不合规', en: 'the name of the file is not allowed' },
  HASH_DIFFERS: { zh: '文件与标记的校验值不符', en: 'the bytes are not those the marker declares' },
  SIZE_DIFFERS: { zh: '文件大小与标记不符', en: 'the size is not the one the marker declares' },
  COUNT_DIFFERS: { zh: '实有行数与申报行数不符', en: 'the rows counted are not as many as declared' },
  NOT_TEXT: { zh: '不是文本文件（压缩包、表格或 UTF-16）', en: 'no text: an archive, a spreadsheet, or UTF-16' },
  BAD_ENCODING: {
    zh: '编码与约定不符，或文件被截断',
    en: 'the encoding is not the one agreed, or the file was cut off',
  },
  REPLACEMENT_CHARACTER: { zh: '对方系统已丢失文字', en: 'an earlier system has lost characters' },
  PRIVATE_CHARACTER: { zh: '含有自造字', en: 'a private character that means nothing elsewhere' },
  UNBALANCED_QUOTE: { zh: '引号没有闭合', en: 'a quote is never closed' },
  STRAY_QUOTE: { zh: '引号位置不对', en: 'a quote in the middle of a cell' },
  RECORD_TOO_LONG: { zh: '一行过长', en: 'one row is too long' },
  FILE_EMPTY: { zh: '文件是空的', en: 'the file is empty' },
  HEADER_DIFFERS: { zh: '表头与约定不符', en: 'the header is not the one agreed' },
  TRAILER_DIFFERS: { zh: '尾行与内容不符', en: 'the trailer does not fit the rows' },
  PROCESSING_FAILED: { zh: '处理多次失败，已停住', en: 'processing failed several times and has halted' },
} as const satisfies Record<string, Bilingual>;

export type FeedFileRefusal = keyof typeof FEED_FILE_REFUSALS;

/** Why one row lies in quarantine; the feeds' own codes beside those of parse-result.ts. */
const FEED_ROW_REASONS = {
  EMPTY: { zh: '缺填', en: 'is empty' },
  BAD_LENGTH: { zh: '长度不对', en: 'has the wrong length' },
  BAD_CHARACTER: { zh: '含有不允许的字符', en: 'has a character that is not allowed' },
  BAD_FORM: { zh: '格式不对', en: 'has the wrong form' },
  BAD_REGION: { zh: '地区码不对', en: 'has an impossible region' },
  BAD_DATE: { zh: '日期不存在', en: 'has an impossible date' },
  FUTURE_DATE: { zh: '日期在将来', en: 'lies in the future' },
  BAD_CHECK_DIGIT: { zh: '校验位不对', en: 'has the wrong check digit' },
  LEGACY_FORM: { zh: '是十五位旧号码', en: 'is a number of 15 digits' },
  MASKED: { zh: '已被遮盖', en: 'is masked' },
  SCIENTIFIC_NOTATION: { zh: '被表格软件改成了科学记数法', en: 'was turned into scientific notation by a spreadsheet' },
  NUL: { zh: '含有空字符', en: 'holds a NUL' },
  COLUMN_COUNT: { zh: '列数不对', en: 'has more or fewer columns than the header' },
  CHOICE_INVALID: { zh: '代码不在表内', en: 'is none of the codes agreed' },
  DIVISION_UNKNOWN: { zh: '没有这个行政区划', en: 'names no division known here' },
  IDENTITY_MISMATCH: { zh: '姓名与登记不一致', en: 'has another name than the register' },
  MATCH_DISMISSED: { zh: '核对时已决定不予采用', en: 'was left aside by the person who looked at it' },
  TEST_IDENTITY_IN_LIVE: { zh: '正式环境不接受演示身份', en: 'is a demo identity in production' },
  TOMBSTONE_UNKNOWN: { zh: '要删除的记录从未收到', en: 'takes back what never came' },
  RANGE_INVALID: { zh: '起止日期颠倒', en: 'ends before it begins' },
  SIGN_WRONG: { zh: '撤销的金额应为负数', en: 'is the amount of a reversal and has to be negative' },
  SETTLEMENT_CONFLICT: { zh: '同一结算ID已有其他内容', en: 'names a settlement that is known with other content' },
  SETTLEMENT_VISIT_DIFFERS: { zh: '该结算ID属于另一次就诊', en: 'is not the visit that this settlement belongs to' },
  AMOUNT_INVALID: { zh: '金额不对', en: 'is no amount in yuan' },
  SERIAL_UNKNOWN: { zh: '不是本系统发出的业务流水号', en: 'is no serial of an order that we sent' },
  AMOUNT_DIFFERS: { zh: '金额与核定金额不符', en: 'is not the amount that was granted' },
  END_DIFFERS: { zh: '与已收到的处理结果相反', en: 'contradicts how the payment is known to have ended' },
  END_UNCLEAR: { zh: '成功却写了失败原因', en: 'gives a reason of failure for a payment that succeeded' },
} as const satisfies Record<string, Bilingual>;

export function wordsOfReason(code: string): Bilingual {
  const known: Readonly<Record<string, Bilingual>> = { ...FEED_ROW_REASONS, ...FEED_FILE_REFUSALS };
  return known[code] ?? { zh: code, en: code };
}
