import type { ProgressContext } from '#domain/cases/case-draft.ts';
import type { Stores } from '#domain/stores.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

/** What the pure rules need to know about now, here and who. The calendar stays in force until the transaction ends. */
export async function progressContext(
  deps: UsecaseDependencies,
  tx: Stores,
  divisionCode: string,
  actor: string,
): Promise<ProgressContext> {
  return {
    now: deps.clock.now(),
    calendar: await tx.calendars.calendarOf(divisionCode),
    newId: () => deps.ids.next(),
    actor,
  };
}
