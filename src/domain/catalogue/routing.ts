import type { AgencyRole } from '#domain/agencies/agency-code.ts';
import type { Office } from '#domain/agencies/agency.ts';
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

/**
 * Finds the office for a role, nearest division first, walking up the hierarchy (`divisions`: the place itself, then
 * its parents). Within a division the least loaded office that can act wins, so that load spreads.
 */
export function routeTo(role: AgencyRole, divisions: readonly string[], offices: readonly AgencyOffice[]): Route {
  const reasons: Reason[] = divisions.length === 0 ? [noPlace()] : [];
  for (const division of divisions) {
    const here = offices.filter((office) => office.role === role && office.divisionCode === division);
    if (here.length === 0) {
      reasons.push(noOfficeHere(division, division === divisions.at(-1)));
      continue;
    }
    for (const office of here) {
      const obstacle = obstacleOf(office);
      if (obstacle) reasons.push(obstacle);
    }
    const best = here.filter((office) => !obstacleOf(office)).toSorted(byLoad)[0];
    if (best) return { office: best, reasons: [...reasons, chosen(best, division, division === divisions[0])] };
  }
  return { reasons };
}

function byLoad(a: AgencyOffice, b: AgencyOffice): number {
  return a.openReferrals - b.openReferrals || a.id.localeCompare(b.id);
}

function obstacleOf(office: AgencyOffice): Reason | undefined {
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

function noOfficeHere(division: string, highest: boolean): Reason {
  return {
    rule: 'NO_OFFICE_IN_DIVISION',
    holds: false,
    zh: `${division} 没有承担此职责的单位${highest ? '' : '，由上级办理'}`,
    en: `no office for this role in ${division}${highest ? '' : '; the level above handles it'}`,
  };
}

function chosen(office: AgencyOffice, division: string, own: boolean): Reason {
  return {
    rule: own ? 'OFFICE_OF_DIVISION' : 'OFFICE_OF_LEVEL_ABOVE',
    holds: true,
    zh: `由${office.name.zh}办理，管辖 ${division}，在办 ${office.openReferrals} 件`,
    en: `${office.name.en} handles it: responsible for ${division}, ${office.openReferrals} open`,
  };
}
