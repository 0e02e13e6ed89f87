import { expect } from 'vitest';
import type { TestApp } from '../../support/build-test-app.ts';
import { accepted, type CaseTold } from './case-story.ts';
import type { Correspondent } from './correspondent.ts';

/** 莫文斌 of the simulated city, a courier, who has gone to court. */
export const MO = { name: '莫文斌', residentId: '990101197711040133', phone: '19900000013' };
/** 韦海涛 of the simulated city. */
export const WEI_HAITAO = { name: '韦海涛', residentId: '990101199001150118', phone: '19900000011' };
/** 梁彩云 of the simulated city. */
export const LIANG = { name: '梁彩云', residentId: '990101198107300124', phone: '19900000012' };

export interface LeadTold {
  readonly id: string;
  readonly kind: string;
  readonly applicationNo: string;
  readonly employer: string;
  readonly causeOfAction: string | null;
  readonly claims: string;
  readonly status: string;
}

/** The court signs a letter of delegation (委派函) about that person, and it arrives: the lead the window then sees. */
export async function courtDelegates(house: TestApp, court: Correspondent, residentId: string): Promise<LeadTold> {
  const { docketNumber } = (await court.process.control('delegate', { residentId })) as { docketNumber: string };
  await court.arrive(house, docketNumber, 1);
  const { data, errors } = await house.run<{ leads: { nodes: LeadTold[] } }>(
    'window',
    'query { leads(status: [OPEN]) { nodes { id kind applicationNo employer causeOfAction claims status } } }',
  );
  expect(errors).toEqual([]);
  const lead = data.leads.nodes.find(({ applicationNo }) => applicationNo === docketNumber);
  if (!lead) throw new Error('the letter became no lead');
  return lead;
}

export async function claims(house: TestApp, leadId: string): Promise<LeadTold> {
  const { data, errors } = await house.run<{ claimLead: { lead: LeadTold; userErrors: unknown[] } }>(
    'window',
    `mutation ($input: ClaimLeadInput!) {
       claimLead(input: $input) { lead { id kind applicationNo employer causeOfAction claims status } userErrors { code } }
     }`,
    { input: { idempotencyKey: crypto.randomUUID(), leadId } },
  );
  expect([errors, data.claimLead.userErrors]).toEqual([[], []]);
  return data.claimLead.lead;
}

/** The window has spoken to the worker, who agrees to a mediation by the union. */
export function acceptedFromLead(house: TestApp, lead: LeadTold, applicant: typeof MO): Promise<CaseTold> {
  return accepted(house, {
    serviceItemCode: 'court-mediation',
    applicant,
    divisionCode: '990101',
    workplaceDivisionCode: '990101',
    form: {
      docketNumber: lead.applicationNo,
      employerName: lead.employer,
      disputeGroups: ['PAY_AND_COMPENSATION'],
      arrearsAmount: '16500.00',
      facts: '站点三个月未发工资，已向法院起诉。',
    },
    consents: ['delegation-share', 'confirmation-share', 'return-share'],
    leadId: lead.id,
  });
}
