import type { RowScope } from '#domain/access/row-scope.ts';
import { Prisma } from '#generated/prisma/client.ts';
import { stemOf } from '#store/scopes.ts';

// The scopes of `scopes.ts` as SQL, for statements that a connection keeps; a test holds the two together. Where another table
// decides, it is asked with a scalar subquery, for each row that is asked about: EXISTS becomes a join, and one plan for all
// values may then read the whole of the other table. Nothing, like false, lets no row through.

/** For rows of "case" called c. */
export function caseCondition(scope: RowScope): Prisma.Sql {
  switch (scope.kind) {
    case 'DIVISION':
      return inScope(scope);
    case 'AGENCY':
      return Prisma.sql`(SELECT TRUE FROM referral sent WHERE sent.case_id = c.id AND ${sentTo(scope, 'sent')} LIMIT 1)`;
    case 'PERSON':
      return Prisma.sql`c.applicant_id = ${scope.personId}::uuid`;
    case 'NOTHING':
      return Prisma.sql`FALSE`;
  }
}

/** For rows of referral called r, of cases that `caseCondition` lets through. */
export function referralCondition(scope: RowScope): Prisma.Sql {
  return scope.kind === 'AGENCY' ? sentTo(scope, 'r') : Prisma.sql`TRUE`;
}

/** For rows of person called p. */
export function personCondition(scope: RowScope): Prisma.Sql {
  switch (scope.kind) {
    case 'DIVISION':
      return Prisma.sql`(p.division_code LIKE ${within(scope)}
        OR (SELECT TRUE FROM "case" c WHERE c.applicant_id = p.id AND ${inScope(scope)} LIMIT 1))`;
    case 'AGENCY':
      return Prisma.sql`(
        SELECT TRUE FROM "case" c JOIN referral r ON r.case_id = c.id
         WHERE c.applicant_id = p.id AND ${sentTo(scope, 'r')} AND r.disclosed_at IS NOT NULL LIMIT 1)`;
    case 'PERSON':
      return Prisma.sql`p.id = ${scope.personId}::uuid`;
    case 'NOTHING':
      return Prisma.sql`FALSE`;
  }
}

type DivisionScope = Extract<RowScope, { kind: 'DIVISION' }>;

function inScope(scope: DivisionScope): Prisma.Sql {
  const inDivision = Prisma.sql`(c.division_code LIKE ${within(scope)} OR c.workplace_division LIKE ${within(scope)})`;
  if (scope.confidential === 'ALL') return inDivision;
  return Prisma.sql`${inDivision} AND (NOT c.confidential OR c.opened_by = ${scope.subject})`;
}

/** Division codes are digits alone, so nothing in them means anything to LIKE. */
function within({ divisionCode }: DivisionScope): string {
  return `${stemOf(divisionCode)}%`;
}

function sentTo({ agencyCode, roles }: Extract<RowScope, { kind: 'AGENCY' }>, alias: 'r' | 'sent'): Prisma.Sql {
  const referral = Prisma.raw(alias);
  return Prisma.sql`${referral}.agency_code = ${agencyCode} AND ${referral}.role = ANY(${[...roles]})`;
}
