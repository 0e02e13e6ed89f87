import type { EffectKind } from './entries.ts';
import type { Register } from './register.ts';

export interface SeenEffect {
  readonly key: string;
  readonly referralId: string;
  readonly kind: EffectKind;
  /** Records made for the key. More than one is the double effect that the gateway promises never to cause. */
  readonly count: number;
  readonly requests: number;
  /** How often the line was cut after it had been recorded: for whoever sent it, dropped. */
  readonly cuts: number;
  readonly at: string;
  readonly intakeNumbers: readonly string[];
  readonly subject?: string | undefined;
  readonly handOver?: unknown;
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
      cuts: register.cutsOf(key),
      at: first.at,
      intakeNumbers: effects.map((effect) => effect.intakeNumber),
      subject: first.subject,
      handOver: first.handOver,
    };
  });
}
