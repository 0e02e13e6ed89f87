import type { RowScope } from '#domain/access/row-scope.ts';
import type { Prisma } from '#generated/prisma/client.ts';

// Row scopes as conditions of the query itself: a row outside the scope is never read. `null` means: no row at all.

export function caseScope(scope: RowScope): Prisma.CaseWhereInput | null {
  switch (scope.kind) {
    case 'DIVISION':
      return inDivision(scope.divisionCode);
    case 'AGENCY':
      return { referrals: { some: sentTo(scope) } };
    case 'PERSON':
      return { applicantId: scope.personId };
    case 'NOTHING':
      return null;
  }
}

export function referralScope(scope: RowScope): Prisma.ReferralWhereInput | null {
  switch (scope.kind) {
    case 'DIVISION':
      return { case: inDivision(scope.divisionCode) };
    case 'AGENCY':
      return sentTo(scope);
    case 'PERSON':
      return { case: { applicantId: scope.personId } };
    case 'NOTHING':
      return null;
  }
}

export function personScope(scope: RowScope): Prisma.PersonWhereInput | null {
  switch (scope.kind) {
    case 'DIVISION':
      return {
        OR: [
          { divisionCode: { startsWith: stemOf(scope.divisionCode) } },
          { cases: { some: inDivision(scope.divisionCode) } },
        ],
      };
    case 'AGENCY':
      return { cases: { some: { referrals: { some: sentTo(scope) } } } };
    case 'PERSON':
      return { id: scope.personId };
    case 'NOTHING':
      return null;
  }
}

/** A case belongs to where the applicant lives and to where they work: many who work here are registered elsewhere. */
function inDivision(divisionCode: string): Prisma.CaseWhereInput {
  const within = { startsWith: stemOf(divisionCode) };
  return { OR: [{ divisionCode: within }, { workplaceDivision: within }] };
}

/** An agency sees what was sent to it in one of its roles. */
function sentTo(scope: Extract<RowScope, { kind: 'AGENCY' }>): Prisma.ReferralWhereInput {
  return { agencyCode: scope.agencyCode, role: { in: [...scope.roles] } };
}

/** The leading digits all divisions within have: 450000 → 45, 450100 → 4501, 450103 → 450103. */
function stemOf(divisionCode: string): string {
  const county = divisionCode.slice(0, 6);
  if (divisionCode.length > 6) return divisionCode;
  return county.replace(/(?:00){1,2}$/, '');
}
