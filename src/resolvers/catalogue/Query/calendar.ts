import { RequestRefusedError } from '#domain/errors.ts';
import { localDate } from '#domain/referrals/local-date.ts';
import type { QueryResolvers } from '#generated/graphql.ts';
import type { ShownDay } from '#usecases/catalogue/show-calendar.ts';

export const calendar: NonNullable<QueryResolvers['calendar']> = async (
  _parent,
  { divisionCode, from, to },
  { usecases },
) => {
  try {
    const shown = await usecases.showCalendar({ divisionCode, from: localDate(from), to: localDate(to) });
    const days = shown.days.map(toDay);
    return { ...shown, days, provisional: days.some(({ provisional }) => provisional), userErrors: [] };
  } catch (error) {
    if (error instanceof RequestRefusedError) return { regions: [], days: [], userErrors: error.faults };
    throw error;
  }
};

function toDay({ date, working, because, known, ruling }: ShownDay) {
  return {
    date,
    working,
    reason: because.kind,
    because,
    notice: ruling?.notice ?? null,
    confidence: ruling?.confidence ?? null,
    provisional: !known,
  };
}
