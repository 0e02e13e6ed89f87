import type { ClockRule } from '#domain/catalogue/clock-rule.ts';
import type { ServiceItem } from '#domain/catalogue/service-item.ts';

type Clocks = Pick<ServiceItem, 'code' | 'clocks' | 'regionalClocks'>;

/**
 * The rule an item's clock runs by in a division: that of the narrowest region around it which has one of its own, else
 * the national one. Throws RangeError for a key the item does not carry.
 */
export function clockFor({ code, clocks, regionalClocks }: Clocks, key: string, divisionCode: string): ClockRule {
  const national = clocks[key];
  if (!national) throw new RangeError(`service item ${code} names a clock it does not carry: ${key}`);
  return narrowest(regionalClocks?.[key] ?? [], divisionCode) ?? national;
}

/**
 * Every rule that holds in a division, one for each key and in the order given; without a division the national ones.
 * A key that only regions have is there where such a region is.
 */
export function clockRulesIn(rules: readonly ClockRule[], divisionCode?: string): readonly ClockRule[] {
  const byKey = Map.groupBy(rules, ({ key }) => key);
  return [...byKey.values()].flatMap((ofKey) => {
    const local = divisionCode === undefined ? undefined : narrowest(ofKey, divisionCode);
    return local ?? ofKey.find(({ region }) => region === undefined) ?? [];
  });
}

function narrowest(rules: readonly ClockRule[], divisionCode: string): ClockRule | undefined {
  return rules
    .filter(({ region }) => region !== undefined && divisionCode.startsWith(region.divisionPrefix))
    .toSorted((a, b) => prefixLength(b) - prefixLength(a))[0];
}

function prefixLength({ region }: ClockRule): number {
  return region?.divisionPrefix.length ?? 0;
}
