/**
 * Answers that say nothing about the request itself: the same one may succeed a moment later. In `extensions.code`, with HTTP 503
 * where nothing else was answered. Both languages, and what to do.
 */
export const PASSING_ERRORS = {
  OVERLOADED: {
    zh: '系统繁忙',
    en: 'busy',
    remedyZh: '请稍后重试；写入请求请沿用同一幂等键',
    remedyEn: 'try again in a moment; a change under the same idempotency key',
  },
  LEDGER_UNAVAILABLE: {
    zh: '暂时无法登记本次查看，因此不显示个人信息',
    en: 'this look could not be recorded, so nothing personal is shown',
    remedyZh: '请稍后重试',
    remedyEn: 'try again in a moment',
  },
} as const satisfies Readonly<Record<string, { zh: string; en: string; remedyZh: string; remedyEn: string }>>;

export type PassingErrorCode = keyof typeof PASSING_ERRORS;
