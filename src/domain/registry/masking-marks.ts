const HIDING_MARKS = /[*＊×●■□]|[•.。]{3,}/u;
/** 张某, 李某某, 王某甲: how judgments hide a name. */
const SOMEBODY = /^\p{Script=Han}{1,2}某{1,2}[甲乙丙丁]?$/u;

/**
 * Whether the sender has hidden a part of a value (脱敏). Upstream systems do so without saying; a masked value is never
 * matched and never written over a clear one.
 */
export function looksMasked(text: string): boolean {
  return HIDING_MARKS.test(text) || SOMEBODY.test(text);
}

/** For values of digits, where a run of the letter x hides as well. Not for credit codes, which may contain XX. */
export function looksMaskedNumber(text: string): boolean {
  return looksMasked(text) || /x{2,}/i.test(text);
}
