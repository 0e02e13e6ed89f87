import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openCase, opened } from '../resolvers/support/case-operations.ts';
import { type AgencyProcess, startAgency } from '../sandbox/support/start-agency.ts';
import { buildTestApp, type TestApp } from '../support/build-test-app.ts';
import { readStory } from './support/story.ts';

/** By the HR bureau's data her medical insurance has paused. */
const HUANG = { name: '黄小凤', residentId: '990101199308090148', phone: '19900000014' };

const ASKED_AT = new Date('2025-10-27T02:00:00Z');
const THREE_DAYS_LATER = new Date('2025-10-30T02:00:00Z');

const NOT_FOUND_TO_PAY = '没有查到您的职工医保正在缴费，请先到医保部门办理参保缴费';

const UNDECIDED = `社会保险数据不是最新，不能据此认定，由人工核实。按现有数据：${NOT_FOUND_TO_PAY}`;

let hr: AgencyProcess;
let house: TestApp;

beforeAll(async () => {
  hr = await startAgency('hr-bureau');
  house = await buildTestApp({ now: ASKED_AT, agencies: { HR_BUREAU_URL: hr.url }, agencyCallMs: 1_500 });
});

afterAll(async () => {
  await house?.close();
  await hr?.dispose();
});

const enrolment = (changes: object = {}) => ({
  idempotencyKey: randomUUID(),
  serviceItemCode: 'mutual-aid-enrolment',
  channel: 'WINDOW',
  applicant: HUANG,
  divisionCode: '990101',
  form: { employerName: '桂江蜂鸟同城配送有限公司', inService: true, payer: 'UNIT' },
  consents: ['enrolment-share'],
  materials: ['membership-proof', 'medical-insurance-proof'],
  ...changes,
});

interface InsuranceRead {
  readonly status: string;
  readonly asOf: string | null;
  readonly notice: { readonly zh: string } | null;
  readonly enrolments: readonly { readonly type: string; readonly status: string }[];
}

async function insuranceOf(residentId: string): Promise<InsuranceRead> {
  const { data, errors } = await house.run<{
    personByResidentId: { person: { insuranceEnrolments: InsuranceRead } };
  }>(
    'window',
    `query ($residentId: String!) { personByResidentId(residentId: $residentId) { person {
       insuranceEnrolments { status asOf notice { zh } enrolments { type status } } } } }`,
    { residentId },
  );
  expect(errors).toEqual([]);
  return data.personByResidentId.person.insuranceEnrolments;
}

describe('J. The HR service is down, and what is known of the insurance is three days old', () => {
  it('answers fresh while the service is up, and then a pause is a reason to refuse', async () => {
    expect(await insuranceOf(HUANG.residentId)).toMatchObject({
      status: 'FRESH',
      notice: null,
      enrolments: expect.arrayContaining([{ type: 'MEDICAL', status: 'PAUSED' }]),
    });
    const payload = await openCase(house, enrolment());

    expect(payload.case).toBeNull();
    expect(payload.userErrors).toMatchObject([{ code: 'NOT_ELIGIBLE' }]);
    expect(payload.userErrors[0]?.reasons?.find(({ holds }) => !holds)?.zh).toBe(NOT_FOUND_TO_PAY);
    // Kept beside the answer, not in front of it.
    await vi.waitFor(async () => expect(await house.app.database.prisma.agencySnapshot.count()).toBeGreaterThan(0), {
      timeout: 10_000,
      interval: 20,
    });
  });

  it('shows the last known answer with its time and says what it must not be used for', async () => {
    await hr.terminate();
    house.clock.set(THREE_DAYS_LATER);

    expect(await insuranceOf(HUANG.residentId)).toEqual({
      status: 'STALE',
      asOf: ASKED_AT.toISOString(),
      notice: { zh: '对方系统暂时没有答复，显示的是上次查询结果，不能据此认定不符合条件。' },
      enrolments: expect.arrayContaining([{ type: 'MEDICAL', status: 'PAUSED' }]),
    });
  });

  it('asks for the paper all the same, since what is not known for sure makes none needless', async () => {
    const payload = await openCase(
      house,
      enrolment({ materials: ['membership-proof'], passports: ['medical-insurance-on-record'] }),
    );

    expect(payload.case).toBeNull();
    expect(payload.userErrors.map(({ code, path }) => `${code} at ${path?.join('.')}`)).toEqual([
      'PASSPORT_NOT_GIVEN at passports',
      'MATERIAL_MISSING at materials.medical-insurance-proof',
    ]);
  });

  it('does not refuse the same request on it: the condition is undecided, and the case says so to whoever handles it', async () => {
    const { id } = await opened(house, enrolment());
    await house.drain();

    const story = await readStory(house, 'window', id);
    expect(story.status).toBe('IN_PROGRESS');
    expect(story.reasons.find(({ rule }) => rule === 'MEDICAL_INSURANCE_PAYING')).toMatchObject({
      holds: false,
      undecided: true,
      zh: UNDECIDED,
    });
    expect(story.reasons.filter(({ undecided }) => undecided)).toHaveLength(1);
    expect(story.materials).toMatchObject([{ status: 'SHOWN' }, { key: 'medical-insurance-proof', status: 'SHOWN' }]);
  });

  it('decides on what is sure: a request outside the enrolment period is refused, whatever the HR service does', async () => {
    house.clock.set(new Date('2025-12-22T02:00:00Z'));
    const another = { name: '凌振宇', residentId: '990101198909090296' };
    const payload = await openCase(house, enrolment({ applicant: another }));

    expect(payload.userErrors).toMatchObject([{ code: 'NOT_ELIGIBLE' }]);
    expect(payload.userErrors[0]?.reasons?.filter(({ holds }) => !holds).map(({ zh }) => zh)).toEqual([
      UNDECIDED,
      '现在不是投保期，请在每年10月20日至12月20日（本地配置）投保次年的保障',
    ]);
  });
});
