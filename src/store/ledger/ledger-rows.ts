import type { DisclosureDecision, FieldClass } from '#domain/access/disclosure.ts';
import type { AnchorAlgorithm, LedgerAnchor, PlacedEntry } from '#domain/access/ledger-entry.ts';
import type { LedgerFinding, LedgerVerification } from '#domain/access/ledger-finding.ts';
import type { ViewerRole } from '#domain/access/viewer.ts';
import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import type {
  LedgerAnchor as AnchorRow,
  LedgerEntry as EntryRow,
  LedgerVerification as VerificationRow,
} from '#generated/prisma/client.ts';
import type { Columns } from '#store/json-rows.ts';

export const ENTRY_COLUMNS: Columns<EntryRow> = {
  streamId: 'plain',
  sequence: 'plain',
  id: 'plain',
  at: 'date',
  viewerSubject: 'plain',
  viewerRole: 'plain',
  viewerAgency: 'plain',
  viewerDivision: 'plain',
  decision: 'plain',
  personId: 'plain',
  caseId: 'plain',
  fieldClasses: 'plain',
  purpose: 'plain',
  sourceAgency: 'plain',
  requestId: 'plain',
  operation: 'plain',
  format: 'plain',
  hash: 'bytes',
};

// What was written is read back as it is, altered or not: the chain says whether it is what a writer wrote.

export function toEntry(row: EntryRow): PlacedEntry {
  return {
    streamId: row.streamId,
    sequence: row.sequence,
    id: row.id,
    at: row.at,
    viewer: {
      subject: row.viewerSubject,
      role: row.viewerRole as ViewerRole,
      agencyCode: (row.viewerAgency ?? undefined) as AgencyCode | undefined,
      divisionCode: row.viewerDivision,
    },
    decision: row.decision as DisclosureDecision,
    personId: row.personId ?? undefined,
    caseId: row.caseId ?? undefined,
    fieldClasses: row.fieldClasses as FieldClass[],
    purpose: row.purpose,
    sourceAgency: (row.sourceAgency ?? undefined) as AgencyCode | undefined,
    requestId: row.requestId,
    operation: row.operation ?? undefined,
    format: row.format,
    hash: row.hash,
  };
}

export function entryRow(entry: PlacedEntry): EntryRow {
  const { viewer } = entry;
  return {
    streamId: entry.streamId,
    sequence: entry.sequence,
    id: entry.id,
    at: entry.at,
    viewerSubject: viewer.subject,
    viewerRole: viewer.role,
    viewerAgency: viewer.agencyCode ?? null,
    viewerDivision: viewer.divisionCode,
    decision: entry.decision,
    personId: entry.personId ?? null,
    caseId: entry.caseId ?? null,
    fieldClasses: [...entry.fieldClasses],
    purpose: entry.purpose,
    sourceAgency: entry.sourceAgency ?? null,
    requestId: entry.requestId,
    operation: entry.operation ?? null,
    format: entry.format,
    hash: new Uint8Array(entry.hash),
  };
}

export function toAnchor({ algorithm, ...row }: AnchorRow): LedgerAnchor {
  return { ...row, algorithm: algorithm as AnchorAlgorithm };
}

export function toVerification(row: VerificationRow): LedgerVerification {
  return {
    ...row,
    entries: Number(row.entries),
    tableAnchors: Number(row.tableAnchors),
    fileAnchors: row.fileAnchors === null ? undefined : Number(row.fileAnchors),
    // Written by us alone, from typed values.
    findings: row.findings as unknown as LedgerFinding[],
  };
}
