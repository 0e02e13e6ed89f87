import type { Step } from './entries.ts';
import type { Matter } from './register.ts';

export interface ProgressOptions {
  readonly beatMs: () => number;
  readonly holdMs: number | undefined;
  readonly give: (matter: Matter, step: Step) => void;
  readonly release: (matter: Matter) => void;
}

/** Walks each matter along its script, one step at a time. Timers only: what remains to be done is on the ledger. */
export interface Progress {
  /** Sets the next step in motion, or stops it, after anything about the matter has changed. */
  follow(matter: Matter): void;
  stop(): void;
}

export function createProgress({ beatMs, holdMs, give, release }: ProgressOptions): Progress {
  const timers = new Map<string, NodeJS.Timeout>();

  function later(matter: Matter, delayMs: number, act: () => void): void {
    timers.set(matter.intakeNumber, setTimeout(act, delayMs));
  }

  return {
    follow(matter) {
      clearTimeout(timers.get(matter.intakeNumber));
      timers.delete(matter.intakeNumber);
      const [step] = matter.script;
      if (!step || matter.over || matter.silenced) return;
      if (!step.hold || matter.released) return later(matter, step.beats * beatMs(), () => give(matter, step));
      if (holdMs !== undefined) later(matter, holdMs, () => release(matter));
    },
    stop() {
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
}
