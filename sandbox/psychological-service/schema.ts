import { buildSchema } from 'graphql';

/** What the service publishes: one desk under the mutation type, and a look-up by the caller's own key. */
export const schema = buildSchema(`
"A free map; values are texts, numbers, booleans or lists of texts."
scalar Answers

type Query {
  ticketByKey(externalKey: String!): TicketLookUp!
  "Tickets and what was done to them, of a day (2026-11-21)."
  dayBook(day: String!, after: String): DayBook!
}

type DayBook {
  total: Int!
  rows: [DayBookRow!]!
  "Null on the last page."
  next: String
}

type DayBookRow {
  no: String!
  caseRef: String!
  externalKey: String!
  state: TicketState!
  at: String!
}

type TicketLookUp {
  externalKey: String!
  times: Int!
  ticket: Ticket
}

type Mutation {
  desk: Desk!
}

type Desk {
  open(form: TicketForm!): Ticket
  cancel(externalKey: String!, caseRef: String!, why: String): Ticket
  append(externalKey: String!, caseRef: String!, text: String, person: PersonForm, answers: Answers): Ticket
}

type Ticket {
  no: String!
  caseRef: String!
  externalKey: String!
  state: TicketState!
  stateText: String!
}

enum TicketState {
  NEW
  TRIAGED
  IN_SESSION
  NEED_INFO
  CLOSED_HELPED
  CLOSED_STOPPED
  DECLINED
  SENT_BACK
  CANCELLED
}

input TicketForm {
  externalKey: String!
  caseRef: String!
  district: String!
  topic: String!
  person: PersonForm!
  answers: Answers
}

input PersonForm {
  fullName: String
  idCard: String
  mobile: String
}
`);
