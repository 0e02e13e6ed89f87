import type { EffectKind } from './entries.ts';
import type { Register } from './register.ts';

export interface SeenEffect {
  readonly key: string;
  readonly referralId: string;
  readonly kind: EffectKind;
  /** Records made for the key. More than one is the double effect that the gateway promises never to cause. */
  readonly count: number;
  readonly requests: number;
  readonly at: string;
  readonly intakeNumbers: readonly string[];
}

export function seenEffects(register: Register): readonly SeenEffect[] {
  const byKey = Map.groupBy(register.effects, (effect) => effect.key);
  return [...byKey].flatMap(([key, effects]) => {
    const [first] = effects;
    if (!first) return [];
    return {
      key,
      referralId: first.referralId,
      kind: first.kind,
      count: effects.length,
      requests: register.requestsOf(key),
      at: first.at,
      intakeNumbers: effects.map((effect) => effect.intakeNumber),
    };
  });
}
