import { foldCode, presentText } from '#connectors/kit/foreign-text.ts';
import { AgencyMessageUnreadableError } from '#domain/agencies/agency-errors.ts';
import type { CourtDelegation } from '#domain/agencies/inbound-content.ts';
import { causeWorded } from '#domain/disputes/causes-of-action.ts';
import { formatDocketNumber, parseDocketNumber } from '#domain/registry/docket-number.ts';
import type { CourtDelegationLetter } from './schema.ts';

/** The docket number is the letter's identity, so it is read strictly and kept in one writing. */
export function delegationOf(letter: CourtDelegationLetter): CourtDelegation {
  const number = parseDocketNumber(letter.ah);
  if (!number.ok) throw new AgencyMessageUnreadableError('ah: not a docket number');
  return {
    kind: 'COURT_DELEGATION',
    docketNumber: formatDocketNumber(number.value),
    divisionCode: letter.xzqh,
    causeOfAction: causeWorded(letter.ay ?? ''),
    claims: letter.ssqq.trim(),
    applicant: {
      name: letter.sqr.xm,
      residentId: foldCode(letter.sqr.sfzh),
      phone: presentText(letter.sqr.lxdh),
    },
    respondent: letter.bsqr.mc.trim(),
  };
}
