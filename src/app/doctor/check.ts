import type { Bilingual } from '#domain/catalogue/clock-rule.ts';
import type { Finding } from '#domain/operations/finding.ts';

/** One thing the doctor looks at. `run` may throw; the doctor makes a fault of it. */
export interface Check {
  /** Stable, for scripts. */
  readonly name: string;
  readonly title: Bilingual;
  run(): Finding | Promise<Finding>;
}

export type Report = Pick<Check, 'name' | 'title'> & Finding;
