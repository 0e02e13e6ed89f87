import type { AgencyConnector, LookUp, LookUpAnswers, LookUpSubject } from '#domain/agencies/agency-connector.ts';
import { AgencyUnavailableError } from '#domain/agencies/agency-errors.ts';

/** What a connector may or may not be able to do; look-ups are asked for by subject, see `requireLookUp`. */
export const CAPABILITIES = [
  'send',
  'inquire',
  'readReplies',
  'readLedger',
  'readLedgerTotals',
  'verifyWebhook',
  'readMessage',
] as const;
export type Capability = (typeof CAPABILITIES)[number];

/** The capability, ready to call. Throws AgencyUnavailableError `NOT_SUPPORTED`, naming agency and capability. */
export function requireCapability<Name extends Capability>(
  connector: AgencyConnector,
  name: Name,
): NonNullable<AgencyConnector[Name]> {
  const capability: AgencyConnector[Name] = connector[name];
  if (!capability) throw notSupported(connector, name);
  return capability.bind(connector) as NonNullable<AgencyConnector[Name]>;
}

/** Throws AgencyUnavailableError `NOT_SUPPORTED` when the agency cannot be asked about this subject. */
export function requireLookUp<Subject extends LookUpSubject>(
  connector: AgencyConnector,
  subject: Subject,
): LookUp<LookUpAnswers[Subject]> {
  const lookUp: AgencyConnector['lookUps'][Subject] = connector.lookUps[subject];
  if (!lookUp) throw notSupported(connector, `look-up ${subject}`);
  return lookUp;
}

function notSupported(connector: AgencyConnector, what: string): AgencyUnavailableError {
  return new AgencyUnavailableError('NOT_SUPPORTED', `${connector.code} does not offer ${what}`);
}
