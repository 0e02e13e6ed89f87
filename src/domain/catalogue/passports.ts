import { holds } from '#domain/catalogue/conditions.ts';
import type { Facts } from '#domain/catalogue/facts.ts';
import type { Material, Passport, ServiceItem } from '#domain/catalogue/service-item.ts';
import { type Evidence, weigh } from '#domain/catalogue/weigh.ts';
import type { Reason } from '#domain/errors.ts';

/** One passport of the item for this request: whether the fact is there, why, and who confirmed it. */
export interface PassportAnswer {
  readonly key: string;
  readonly reason: Reason;
  readonly source: string;
  readonly materials: readonly string[];
  readonly rules: readonly string[];
  /** The subject of whoever confirmed it; absent while it is only offered. */
  readonly confirmedBy?: string | undefined;
}

/** 已出示 · 免交 · 待补 · 可选 · 不需要 */
export type MaterialStatus = 'SHOWN' | 'PASSPORTED' | 'NEEDED' | 'OPTIONAL' | 'NOT_NEEDED';

export interface MaterialAnswer {
  readonly key: string;
  readonly status: MaterialStatus;
  /** The passports that would make it needless, confirmed or not. */
  readonly passports: readonly string[];
}

export function offerPassports(
  item: ServiceItem,
  facts: Facts,
  evidence: Evidence,
  confirmed: { readonly keys: readonly string[]; readonly by: string },
): readonly PassportAnswer[] {
  return item.passports.map((passport) => {
    const reason = weigh(passport, facts, evidence);
    return {
      key: passport.key,
      reason,
      source: passport.source,
      materials: passport.materials,
      rules: passport.rules,
      ...(reason.holds && confirmed.keys.includes(passport.key) && { confirmedBy: confirmed.by }),
    };
  });
}

/** What still has to be shown, after what was shown and what was confirmed as held. */
export function materialsNeeded(
  item: ServiceItem,
  facts: Facts,
  passports: readonly PassportAnswer[],
  shown: readonly string[],
): readonly MaterialAnswer[] {
  return item.materials.map((material) => {
    const usable = passports.filter((passport) => passport.reason.holds && passport.materials.includes(material.key));
    return {
      key: material.key,
      status: statusOf(material, facts, usable, shown),
      passports: usable.map(({ key }) => key),
    };
  });
}

/** The passport under which a rule counts as met without being weighed. */
export function passportFor(rule: string, passports: readonly PassportAnswer[]): PassportAnswer | undefined {
  return passports.find((passport) => passport.confirmedBy !== undefined && passport.rules.includes(rule));
}

function statusOf(
  material: Material,
  facts: Facts,
  usable: readonly PassportAnswer[],
  shown: readonly string[],
): MaterialStatus {
  if (material.when !== undefined && !holds(material.when, facts)) return 'NOT_NEEDED';
  if (shown.includes(material.key)) return 'SHOWN';
  if (usable.some((passport) => passport.confirmedBy !== undefined)) return 'PASSPORTED';
  return material.required ? 'NEEDED' : 'OPTIONAL';
}

/** Every expression of an item, for whoever has to know what it speaks about. */
export function expressionsOf(item: Pick<ServiceItem, 'eligibility' | 'passports' | 'materials' | 'steps'>): string[] {
  return [
    ...item.eligibility.map(({ when }) => when),
    ...item.passports.map(({ when }: Passport) => when),
    ...item.materials.flatMap(({ when }) => when ?? []),
    ...item.steps.flatMap(({ applies }) => applies?.when ?? []),
  ];
}
