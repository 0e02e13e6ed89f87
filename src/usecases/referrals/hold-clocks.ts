import type { Viewer } from '#domain/access/viewer.ts';
import { extendDeadline as extend } from '#domain/cases/extend-deadline.ts';
import { pauseClocks as pause } from '#domain/cases/pause-clocks.ts';
import { resumeClocks as resume } from '#domain/cases/resume-clocks.ts';
import type { PauseCause } from '#domain/catalogue/clock-rule.ts';
import { refuse } from '#domain/errors.ts';
import { checkNote } from '#usecases/check-note.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';
import { changeReferral, type ReferralInput, type ReferralResult } from '#usecases/referrals/change-referral.ts';

// What the agency a referral lies with can do about its clocks, within what their rules allow. Each is idempotent by its
// key and throws RequestRefusedError.

export interface ExtendDeadlineInput extends ReferralInput {
  /** The key of the clock's rule. */
  readonly clock: string;
  readonly length: number;
  readonly ground: string;
}

export function extendDeadline(
  deps: UsecaseDependencies,
  viewer: Viewer,
  input: ExtendDeadlineInput,
): Promise<ReferralResult> {
  const grant = { rule: input.clock, length: input.length, ground: checkNote(input.ground, ['ground']) };
  return changeReferral(deps, viewer, input, {
    name: 'extendDeadline',
    by: 'HANDLER',
    change: (draft, referral, context) => {
      const extension = extend(draft, referral.id, grant, context);
      if (!extension) refuse('CLOCK_UNKNOWN', ['clock']);
      if (extension.ok) return { applied: true };
      const { refusal, rule } = extension;
      const path = refusal === 'BEYOND_LIMIT' ? ['length'] : ['clock'];
      return refuse('EXTENSION_REFUSED', path, {
        extension: { refusal, limit: rule.extension?.length, unit: rule.unit },
      });
    },
  });
}

export interface HoldClocksInput extends ReferralInput {
  readonly cause: PauseCause;
  readonly note: string;
}

export function pauseClocks(
  deps: UsecaseDependencies,
  viewer: Viewer,
  input: HoldClocksInput,
): Promise<ReferralResult> {
  return hold(deps, viewer, input, 'pauseClocks', pause);
}

export function resumeClocks(
  deps: UsecaseDependencies,
  viewer: Viewer,
  input: HoldClocksInput,
): Promise<ReferralResult> {
  return hold(deps, viewer, input, 'resumeClocks', resume);
}

function hold(
  deps: UsecaseDependencies,
  viewer: Viewer,
  input: HoldClocksInput,
  name: string,
  change: typeof pause,
): Promise<ReferralResult> {
  const { cause } = input;
  const note = checkNote(input.note, ['note']);
  return changeReferral(deps, viewer, input, {
    name,
    by: 'HANDLER',
    change: (draft, referral, context) =>
      change(draft, referral.id, { cause, note }, context) ? { applied: true } : refuse('PAUSE_REFUSED', ['cause']),
  });
}
