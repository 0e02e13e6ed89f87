import type { Language } from '#resolvers/context.ts';

/** zh unless the caller ranks English before Chinese. */
export function languageOf(acceptLanguage: string | undefined): Language {
  const ranked = (acceptLanguage ?? '')
    .slice(0, 200)
    .split(',')
    .map((part) => {
      const [tag = '', quality] = part.trim().toLowerCase().split(';q=');
      return { language: tag.split('-')[0], quality: Number(quality ?? '1') || 0 };
    })
    .filter((entry) => entry.language === 'zh' || entry.language === 'en')
    .toSorted((a, b) => b.quality - a.quality);
  return ranked[0]?.language === 'en' ? 'en' : 'zh';
}
