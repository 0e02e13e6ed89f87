import { hexOf } from '#domain/access/ledger-canonical.ts';
import type { AccessLedgerEntryResolvers, AccessLedgerIntegrityResolvers } from '#generated/graphql.ts';
import { globalId } from '#resolvers/global-id.ts';

export const AccessLedgerEntry: AccessLedgerEntryResolvers = {
  id: ({ id }) => globalId('AccessLedgerEntry', id),
  hash: ({ hash }) => hexOf(hash),
  viewer: ({ viewer }) => viewer.subject,
  role: ({ viewer }) => viewer.role,
  agencyCode: ({ viewer }) => viewer.agencyCode ?? null,
  divisionCode: ({ viewer }) => viewer.divisionCode,
  personId: ({ personId }) => (personId === undefined ? null : globalId('Person', personId)),
  caseId: ({ caseId }) => (caseId === undefined ? null : globalId('Case', caseId)),
};

export const AccessLedgerIntegrity: AccessLedgerIntegrityResolvers = {
  verifiedAt: ({ startedAt }) => startedAt,
};
