import type { Language } from '#resolvers/context.ts';

/** zh unless the caller ranks English before Chinese. */
export function languageOf(acceptLanguage: string | undefined): Language {
  const ranked = (acceptLanguage ?? '')
    .slice(0, 200)
    .split(',')
    .map((part) => {
      const [tag = '', quality] = part
        .trim()
        .toLowerCase()
        .split(/\s*;\s*q=/);
      return { language: tag.split('-')[0], quality: Number(quality ?? '1') || 0 };
    })
    // Quality 0 is a refusal (RFC 9110 §12.4.2).
    .filter((entry) => entry.quality > 0 && (entry.language === 'zh' || entry.language === 'en'))
    .toSorted((a, b) => b.quality - a.quality);
  return ranked[0]?.language === 'en' ? 'en' : 'zh';
}
