import type { ProgressContext } from '#domain/cases/case-draft.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

/** What the pure rules need to know about now, here and who. */
export function progressContext(deps: UsecaseDependencies, divisionCode: string, actor: string): ProgressContext {
  return {
    now: deps.clock.now(),
    calendar: deps.calendars.calendarOf(divisionCode),
    newId: () => deps.ids.next(),
    actor,
  };
}
