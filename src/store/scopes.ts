import type { RowScope } from '#domain/access/row-scope.ts';
import type { Prisma } from '#generated/prisma/client.ts';

// Row scopes as conditions of the query itself: a row outside the scope is never read. `null` means: no row at all.

export function caseScope(scope: RowScope): Prisma.CaseWhereInput | null {
  switch (scope.kind) {
    case 'DIVISION':
      return inScope(scope);
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
      return { case: inScope(scope) };
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
        OR: [{ divisionCode: { startsWith: stemOf(scope.divisionCode) } }, { cases: { some: inScope(scope) } }],
      };
    case 'AGENCY':
      // Before it has accepted, an agency that gets the card first does not learn whose matter it is.
      return { cases: { some: { referrals: { some: { ...sentTo(scope), disclosedAt: { not: null } } } } } };
    case 'PERSON':
      return { id: scope.personId };
    case 'NOTHING':
      return null;
  }
}

/** What waits for a person belongs to where the record says that the household or the dispute is; to no agency. */
export function matchReviewScope(scope: RowScope): Prisma.MatchReviewWhereInput | null {
  return scope.kind === 'DIVISION' ? { divisionCode: { startsWith: stemOf(scope.divisionCode) } } : null;
}

/** A pushed household or dispute belongs to the division it is in; to no agency. */
export function leadScope(scope: RowScope): Prisma.LeadWhereInput | null {
  return scope.kind === 'DIVISION' ? { divisionCode: { startsWith: stemOf(scope.divisionCode) } } : null;
}

/** Confidential cases are seen by whoever accepted them, and by those who watch that nothing is left lying. */
function inScope(scope: Extract<RowScope, { kind: 'DIVISION' }>): Prisma.CaseWhereInput {
  const within = inDivision(scope.divisionCode);
  if (scope.confidential === 'ALL') return within;
  return { AND: [within, { OR: [{ confidential: false }, { openedBy: scope.subject }] }] };
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
export function stemOf(divisionCode: string): string {
  const county = divisionCode.slice(0, 6);
  if (divisionCode.length > 6) return divisionCode;
  return county.replace(/(?:00){1,2}$/, '');
}
