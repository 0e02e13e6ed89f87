import type { AgencyProcess } from '../../sandbox/support/start-agency.ts';

export interface SeenEffect {
  readonly key: string;
  readonly referralId: string;
  readonly kind: string;
  /** Records made for this key: must be 1. */
  readonly count: number;
  readonly requests: number;
}

/** What the simulated agency itself says it has recorded under a key. */
export async function seenEffects(agency: AgencyProcess, key: string): Promise<readonly SeenEffect[]> {
  const { effects } = (await agency.control('seen')) as { effects: readonly SeenEffect[] };
  return effects.filter((effect) => effect.key === key);
}
