import type { AgencyRole } from '#domain/agencies/agency-code.ts';

/** Offices without their load, for asking about many cases. */
export interface OfficeIndex {
  /** Whether the office plays the role for one of the divisions: a place and its parents. */
  mayHave(officeId: string, role: AgencyRole, divisions: readonly string[]): boolean;
  anyFor(role: AgencyRole, divisions: readonly string[]): boolean;
}

export interface OfficePlace {
  readonly id: string;
  readonly role: AgencyRole;
  readonly divisionCode: string;
}

export function indexOffices(offices: readonly OfficePlace[]): OfficeIndex {
  const byId = new Map(offices.map((office) => [office.id, office]));
  const divisionsOf = Map.groupBy(offices, ({ role }) => role);
  const served = new Map(
    [...divisionsOf].map(([role, here]) => [role, new Set(here.map((office) => office.divisionCode))]),
  );
  return {
    mayHave(officeId, role, divisions) {
      const office = byId.get(officeId);
      return office?.role === role && divisions.includes(office.divisionCode);
    },
    anyFor(role, divisions) {
      const places = served.get(role);
      return places !== undefined && divisions.some((division) => places.has(division));
    },
  };
}
