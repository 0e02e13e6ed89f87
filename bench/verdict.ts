export interface Verdict {
  /** P1 to P7 of the goals in docs/performance.md. */
  readonly goal: string;
  readonly what: string;
  readonly value: number;
  /** Undefined where the goal is an absolute figure. */
  readonly yardstick?: number;
  readonly unit: string;
  /** What is compared with the limit: the ratio to the yardstick, else the value itself. */
  readonly limit: { readonly most: number } | { readonly least: number };
}

/** One line a goal: value, yardstick, ratio, goal, met or not. */
export function printVerdicts(verdicts: readonly Verdict[]): void {
  for (const { goal, what, value, yardstick, unit, limit } of verdicts) {
    const compared = yardstick === undefined ? value : value / yardstick;
    const met = 'most' in limit ? compared <= limit.most : compared >= limit.least;
    const bound = 'most' in limit ? `≤ ${limit.most}` : `≥ ${limit.least}`;
    const beside = yardstick === undefined ? '' : `  yardstick ${round(yardstick)} ${unit}  ratio ${round(compared)}`;
    console.log(`${goal}  ${what}: ${round(value)} ${unit}${beside}  goal ${bound}  ${met ? 'met' : 'MISSED'}`);
  }
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low = Number.NaN, high = Number.NaN] = [sorted[middle - 1], sorted[middle]];
  return sorted.length % 2 === 1 ? high : (low + high) / 2;
}

export function round(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : 2);
}
