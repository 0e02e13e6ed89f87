const UNIT_SECONDS: Readonly<Record<string, number>> = { d: 86_400, h: 3_600, m: 60, s: 1 };

/** `+15d`, `+3h`, `-1d`, `reset`. Seconds, or undefined for anything else. */
export function readClockStep(text: string | undefined): number | 'reset' | undefined {
  if (text === 'reset') return 'reset';
  const match = /^([+-])(\d{1,5})([dhms])$/.exec(text ?? '');
  const seconds = UNIT_SECONDS[match?.[3] ?? ''];
  if (!match || seconds === undefined) return undefined;
  return (match[1] === '-' ? -1 : 1) * Number(match[2]) * seconds;
}
