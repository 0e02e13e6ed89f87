import { buildSchema } from 'graphql';

/** What the centre publishes to its partners. Every mutation answers null where something went wrong, with an error beside it. */
export const schema = buildSchema(`
type Query {
  centreName: String!
  "What came from a partner on a day (2026-11-21), with where each stands now."
  applicationLedger(day: String!, after: String): LedgerPage!
}

type Mutation {
  submitApplication(idempotencyKey: ID!, application: ApplicationInput!): ApplicationResult
  withdrawApplication(idempotencyKey: ID!, referralNo: ID!, reason: String): ApplicationResult
  supplementApplication(idempotencyKey: ID!, referralNo: ID!, note: String, claims: [ClaimInput!]!): ApplicationResult
}

type LedgerPage {
  total: Int!
  entries: [LedgerEntry!]!
  "Null on the last page."
  next: String
}

type LedgerEntry {
  idempotencyKey: ID!
  referralNo: ID!
  applicationNo: String!
  status: String!
  recordedAt: String!
}

union ApplicationResult = ApplicationReceipt | ApplicationDeclined

type ApplicationReceipt {
  idempotencyKey: ID!
  referralNo: ID!
  applicationNo: String!
  status: ApplicationStatus!
  statusName: String
}

type ApplicationDeclined {
  referralNo: ID
  code: DeclineCode!
  message: String!
}

enum ApplicationStatus {
  RECEIVED
  SUPPLEMENTED
  WITHDRAWN
}

enum DeclineCode {
  INVALID_ID_NUMBER
  NO_JURISDICTION
  NOT_IN_SCOPE
  ALREADY_CLOSED
  NOTHING_ASKED
}

input ApplicationInput {
  referralNo: ID!
  acceptanceNo: String!
  divisionCode: String!
  matterCode: String!
  matterName: String!
  submittedAt: String!
  applicant: ApplicantInput!
  claims: [ClaimInput!]!
}

input ApplicantInput {
  name: String
  idNumber: String!
  phone: String
}

input ClaimInput {
  name: String!
  value: String!
}
`);
