import { type Facts, NOTHING_HELD } from '#domain/catalogue/facts.ts';
import { localDate } from '#domain/referrals/local-date.ts';

/** A member of thirty at a window who said nothing yet; say what differs. */
export function makeFacts(differs: Partial<Facts> = {}): Facts {
  return {
    applicant: { age: 30, sex: 'FEMALE', isMember: true, divisionCode: '990101' },
    form: {},
    channel: 'WINDOW',
    today: localDate('2026-09-01'),
    held: NOTHING_HELD,
    assessment: {},
    ...differs,
  };
}
