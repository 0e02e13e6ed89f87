export const MODES = [
  'normal',
  'slow',
  'errors',
  'hang',
  'silent',
  'duplicate',
  'reorder',
  'record-then-cut',
  'garbage',
  'wrong-encoding',
  'masked',
  'refuse',
] as const;
export type Mode = (typeof MODES)[number];

export interface BehaviourSetting {
  readonly mode: Mode;
  readonly delayMs: number;
  readonly rate: number;
  readonly status: number;
  readonly times?: number | undefined;
  readonly forPaths?: readonly string[] | undefined;
  readonly forTexts?: readonly string[] | undefined;
}

export interface Behaviour {
  /** What holds now, for things that are not a request (webhooks). */
  current(): BehaviourSetting;
  set(setting: BehaviourSetting): void;
  /** The setting one request to `path` meets; counts it. `body` as its bytes, one character each. */
  meet(path: string, body: string): BehaviourSetting;
}

export const NORMAL: BehaviourSetting = { mode: 'normal', delayMs: 3000, rate: 1, status: 503 };

export function createBehaviour(): Behaviour {
  let setting = NORMAL;
  let due = 0;
  let met = 0;
  return {
    current: () => setting,
    set(next) {
      setting = next;
      due = 0;
      met = 0;
    },
    meet(path, body) {
      if (setting.mode === 'normal') return NORMAL;
      if (setting.forPaths && !setting.forPaths.some((start) => path.startsWith(start))) return NORMAL;
      if (setting.forTexts && !setting.forTexts.some((text) => body.includes(text))) return NORMAL;
      // Evenly spread rather than at random: 0.5 is every second request, in every run.
      due += setting.rate;
      if (due < 1) return NORMAL;
      due -= 1;
      const now = setting;
      met += 1;
      if (setting.times !== undefined && met >= setting.times) setting = NORMAL;
      return now;
    },
  };
}

/** Throws RangeError naming the field. */
export function parseBehaviour(body: Readonly<Record<string, unknown>>): BehaviourSetting {
  const {
    mode,
    delayMs = NORMAL.delayMs,
    rate = NORMAL.rate,
    status = NORMAL.status,
    times,
    forPaths,
    forTexts,
  } = body;
  const known = MODES.find((candidate) => candidate === mode);
  if (!known) throw new RangeError(`mode must be one of ${MODES.join(', ')}`);
  if (typeof delayMs !== 'number' || delayMs < 0) throw new RangeError('delayMs must be a number from 0');
  if (typeof rate !== 'number' || rate < 0 || rate > 1) throw new RangeError('rate must be a number from 0 to 1');
  if (typeof status !== 'number' || (status !== 200 && (status < 400 || status > 599))) {
    throw new RangeError('status must be 200 or 400 to 599');
  }
  if (times !== undefined && (typeof times !== 'number' || times < 1))
    throw new RangeError('times must be a number from 1');
  if (forPaths !== undefined && !isTexts(forPaths)) throw new RangeError('forPaths must be a list of texts');
  if (forTexts !== undefined && !isTexts(forTexts)) throw new RangeError('forTexts must be a list of texts');
  return { mode: known, delayMs, rate, status, times, forPaths, forTexts };
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
