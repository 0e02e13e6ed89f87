import { localDate } from '#domain/referrals/local-date.ts';
import type { MutationResolvers } from '#generated/graphql.ts';
import { answering } from '#resolvers/user-errors.ts';

export const importCalendar: NonNullable<MutationResolvers['importCalendar']> = (_parent, { input }, { usecases }) =>
  answering(async () => {
    const { result, replayed } = await usecases.importCalendar({
      ...input,
      coveredThrough: localDate(input.coveredThrough),
      days: input.days.map(({ date, kind, festivalZh, festivalEn }) => ({
        date: localDate(date),
        kind,
        festival: { zh: festivalZh, en: festivalEn },
      })),
    });
    return {
      calendarImport: (await usecases.findCalendarImport(result.importId)) ?? null,
      changed: result.changed,
      clocksToRecompute: result.openClocks,
      replayed,
    };
  });
