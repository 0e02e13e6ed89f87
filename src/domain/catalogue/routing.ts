import type { AgencyRole } from '#domain/agencies/agency-code.ts';
import type { Office } from '#domain/agencies/agency.ts';
import type { Bilingual } from '#domain/catalogue/clock-rule.ts';
import type { Reason } from '#domain/errors.ts';

/** An office with what decides whether it can take one more. */
export interface AgencyOffice extends Office {
  /** Open referrals it can hold; absent where no limit is known. */
  readonly capacity?: number | undefined;
  readonly openReferrals: number;
  /** Delivery to the agency is paused by an operator; its queue is kept. */
  readonly agencyPaused: boolean;
}

export interface Route {
  readonly office?: AgencyOffice | undefined;
  readonly reasons: readonly Reason[];
}

export interface RoutingOptions {
  /** Offices that have had the matter and shall not have it again. */
  readonly except?: readonly string[];
  /** What people call a division; its code where nobody said. */
  readonly nameOf?: (divisionCode: string) => Bilingual;
}

function byCode(divisionCode: string): Bilingual {
  return { zh: divisionCode, en: divisionCode };
}

/**
 * Finds the office for a role, nearest division first, walking up the hierarchy (`divisions`: the place itself, then
 * its parents). Within a division the least loaded office that can act wins, so that load spreads.
 */
export function routeTo(
  role: AgencyRole,
  divisions: readonly string[],
  offices: readonly AgencyOffice[],
  { except = [], nameOf = byCode }: RoutingOptions = {},
): Route {
  const reasons: Reason[] = divisions.length === 0 ? [noPlace()] : [];
  for (const division of divisions) {
    const here = offices.filter((office) => office.role === role && office.divisionCode === division);
    if (here.length === 0) {
      reasons.push(noOfficeHere(nameOf(division), division === divisions.at(-1)));
      continue;
    }
    for (const office of here) {
      const obstacle = obstacleOf(office, except);
      if (obstacle) reasons.push(obstacle);
    }
    const best = here.filter((office) => !obstacleOf(office, except)).toSorted(byLoad)[0];
    if (best) return { office: best, reasons: [...reasons, chosen(best, nameOf(division), division === divisions[0])] };
  }
  return { reasons };
}

function byLoad(a: AgencyOffice, b: AgencyOffice): number {
  return a.openReferrals - b.openReferrals || a.id.localeCompare(b.id);
}

function obstacleOf(office: AgencyOffice, except: readonly string[]): Reason | undefined {
  if (except.includes(office.id)) {
    return {
      rule: 'OFFICE_HAD_IT',
      holds: false,
      zh: `${office.name.zh}已经办过这一步，不再派给它`,
      en: `${office.name.en} has had this step and does not get it again`,
    };
  }
  if (office.agencyPaused) {
    return {
      rule: 'AGENCY_PAUSED',
      holds: false,
      zh: `${office.name.zh}暂停接收`,
      en: `${office.name.en} is paused`,
    };
  }
  if (office.capacity !== undefined && office.openReferrals >= office.capacity) {
    return {
      rule: 'OFFICE_FULL',
      holds: false,
      zh: `${office.name.zh}在办 ${office.openReferrals} 件，已满`,
      en: `${office.name.en} is full with ${office.openReferrals} open`,
    };
  }
  return undefined;
}

function noPlace(): Reason {
  return {
    rule: 'NO_PLACE',
    holds: false,
    zh: '不清楚由哪个行政区划管辖',
    en: 'no division is known to decide the office',
  };
}

function noOfficeHere(division: Bilingual, highest: boolean): Reason {
  return {
    rule: 'NO_OFFICE_IN_DIVISION',
    holds: false,
    zh: `${division.zh}没有承担此职责的单位${highest ? '' : '，由上级办理'}`,
    en: `no office for this role in ${division.en}${highest ? '' : '; the level above handles it'}`,
  };
}

function chosen(office: AgencyOffice, division: Bilingual, own: boolean): Reason {
  return {
    rule: own ? 'OFFICE_OF_DIVISION' : 'OFFICE_OF_LEVEL_ABOVE',
    holds: true,
    zh: `由${office.name.zh}办理，管辖${division.zh}，在办 ${office.openReferrals} 件`,
    en: `${office.name.en} handles it: responsible for ${division.en}, ${office.openReferrals} open`,
  };
}
