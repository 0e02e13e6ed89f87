import { personaToken } from '#app/personas.ts';
import { makeResidentId, seededRandom } from '../../test/support/factories/identifiers.ts';
import { createGraphClient, newKey } from '../../tools/story/graph-client.ts';

/** Agencies to which one case of `one-door-needs` goes at once. */
export const AGENCIES = ['civil-affairs', 'medical-insurance', 'legal-aid'];
export const REFERRALS_PER_CASE = AGENCIES.length;

const OPEN = /* GraphQL */ `
  mutation Open($input: OpenCaseInput!) {
    openCase(input: $input) {
      case {
        id
        referrals {
          id
        }
      }
      userErrors {
        code
        message
        path
      }
    }
  }
`;

/** Somebody who asks for three kinds of help on one form, each time somebody else. */
export async function needsOpener(gatewayUrl: string): Promise<() => Promise<void>> {
  const client = createGraphClient(gatewayUrl, await personaToken('window'));
  const random = seededRandom(20_261_121);
  return async () => {
    const data = await client.ask<{ openCase: { case: { referrals: readonly unknown[] } } }>(OPEN, {
      input: {
        idempotencyKey: newKey(),
        serviceItemCode: 'one-door-needs',
        channel: 'WINDOW',
        applicant: { name: '测试人', residentId: makeResidentId(random) },
        divisionCode: '990101',
        form: {
          needs: ['DIBAO', 'MEDICAL', 'LEGAL_AID'],
          householdSize: 3,
          annualIncome: '12000.00',
          facts: '家中困难，多方面需要帮助',
        },
        consents: ['minimum-living-share', 'medical-share', 'legal-aid-share'],
      },
    });
    const { length } = data.openCase.case.referrals;
    if (length !== REFERRALS_PER_CASE) throw new Error(`${length} referrals instead of ${REFERRALS_PER_CASE}`);
  };
}
