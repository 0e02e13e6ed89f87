import type { GraphqlOperation } from '#connectors/kit/graphql.ts';
import { inNameOrder } from '#connectors/kit/json-body.ts';
import { plainText } from '#connectors/kit/plain-text.ts';
import type { EffectKey, EffectMessage } from '#domain/agencies/agency-connector.ts';

const RESULT = `{
    __typename
    ... on ApplicationReceipt { idempotencyKey referralNo applicationNo status statusName }
    ... on ApplicationDeclined { code message }
  }`;

const SUBMIT = `mutation SubmitApplication($key: ID!, $application: ApplicationInput!) {
  submitApplication(idempotencyKey: $key, application: $application) ${RESULT}
}`;

const WITHDRAW = `mutation WithdrawApplication($key: ID!, $referralNo: ID!, $reason: String) {
  withdrawApplication(idempotencyKey: $key, referralNo: $referralNo, reason: $reason) ${RESULT}
}`;

const SUPPLEMENT = `mutation SupplementApplication($key: ID!, $referralNo: ID!, $note: String, $claims: [ClaimInput!]!) {
  supplementApplication(idempotencyKey: $key, referralNo: $referralNo, note: $note, claims: $claims) ${RESULT}
}`;

/** An effect in the centre's words. Only what the plan's step discloses is in the message at all. */
export function operationOf(message: EffectMessage, key: EffectKey): GraphqlOperation {
  const referralNo = message.referralId;
  const note = message.note ?? null;
  if (message.kind === 'RECALL') {
    return { document: WITHDRAW, variables: { key, referralNo, reason: note }, at: 'withdrawApplication' };
  }
  const claims = claimsOf(message);
  if (message.kind === 'SUPPLEMENT') {
    return { document: SUPPLEMENT, variables: { key, referralNo, note, claims }, at: 'supplementApplication' };
  }
  const { name, residentId, phone } = message.applicant;
  const application = {
    referralNo,
    acceptanceNo: message.acceptanceNo,
    divisionCode: message.divisionCode,
    matterCode: message.serviceItemCode,
    matterName: message.serviceItemName,
    submittedAt: message.issuedAt.toISOString(),
    applicant: { name, idNumber: residentId, phone },
    claims,
  };
  return { document: SUBMIT, variables: { key, application }, at: 'submitApplication' };
}

/** Names and texts in the order of the names: a key that is honoured must come with the same content every time. */
function claimsOf({ fields }: EffectMessage) {
  return Object.entries(inNameOrder(fields)).map(([name, value]) => ({ name, value: plainText(value) }));
}
