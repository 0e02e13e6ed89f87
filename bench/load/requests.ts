import { randomUUID } from 'node:crypto';
import { residentIdCheckCharacter } from '#domain/registry/resident-id.ts';

const READ = `query Worklist { cases(first: 20) { nodes { id acceptanceNo status openedAt applicant { nameMasked } referrals { id status agency { name { zh } } } } } }`;
const OPEN = `mutation Accept($input: OpenCaseInput!) { openCase(input: $input) { case { id acceptanceNo referrals { id status } } userErrors { code } } }`;

/** Four reads, then a referral: the worklist of a window, and a case accepted there for a new person of the fictional city. */
export function bodyOf(turn: number): string {
  if (turn % 5 !== 4) return JSON.stringify({ query: READ });
  return JSON.stringify({
    query: OPEN,
    variables: {
      input: {
        idempotencyKey: randomUUID(),
        serviceItemCode: 'courier-wage-arrears',
        channel: 'WINDOW',
        applicant: { name: '试压人', residentId: residentIdOf(turn) },
        divisionCode: '990101',
        form: {
          employerName: '桂江闪送科技有限公司',
          employmentGroup: 'COURIER',
          hasWrittenContract: false,
          arrearsAmount: '16500.00',
          arrearsMonths: 3,
          unpaidSince: '2026-08-01',
          facts: '平台三个月未发劳动报酬，试压用',
        },
        consents: ['mediation-share', 'arbitration-share', 'court-share'],
      },
    },
  });
}

/** Region 99 is never given out; born on one of ten thousand days, in order of the turn. */
export function residentIdOf(turn: number): string {
  const born = new Date(Date.UTC(1970, 0, 1) + (Math.floor(turn / 1000) % 10_000) * 86_400_000);
  const day = born.toISOString().slice(0, 10).replaceAll('-', '');
  const front = `990103${day}${String(turn % 1000).padStart(3, '0')}`;
  return front + residentIdCheckCharacter(front);
}
