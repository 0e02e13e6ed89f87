import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PersonaName } from '#app/personas.ts';
import { openCase, opened } from '../resolvers/support/case-operations.ts';
import { changeReferral } from '../resolvers/support/change-operations.ts';
import { type AgencyProcess, startAgency } from '../sandbox/support/start-agency.ts';
import { buildTestApp, type TestApp } from '../support/build-test-app.ts';
import { type Preview, readPreview, readStory, toldBy } from './support/story.ts';

/** Civil affairs grants his household the minimum living allowance; the union has a hardship file of it besides. */
const MENG = { name: '蒙建国', residentId: '99010119680420004X', phone: '19900000004' };
/** Civil affairs grants her household support for the destitute; the union has no file of it. */
const HUANG = { name: '黄小凤', residentId: '990101199308090148', phone: '19900000014' };
/** Civil affairs holds something else about her: her household's expenditure is rigid. The token `worker` is hers. */
const QIN = { name: '覃桂兰', residentId: '990101198603120018', phone: '19900000001' };

const FORM = {
  level: 'BACHELOR',
  schoolName: '桂江开放大学',
  tuitionPaid: '3200.00',
  subsidisedBefore: false,
  inHardship: true,
  bankCard: '6222021234567890128',
};

const PAPERS = ['membership-proof', 'enrolment-proof', 'tuition-receipt'];
const HELD = '民政已认定您家为低保或特困，免交困难证明';
const NOT_HELD = '没有查到民政的低保、特困认定';

let civilAffairs: AgencyProcess;
let house: TestApp;

beforeAll(async () => {
  civilAffairs = await startAgency('civil-affairs');
  house = await buildTestApp({ agencies: { CIVIL_AFFAIRS_URL: civilAffairs.url }, agencyCallMs: 5_000 });
});

afterAll(async () => {
  await house?.close();
  await civilAffairs?.dispose();
});

const application = (changes: object = {}) => ({
  idempotencyKey: randomUUID(),
  serviceItemCode: 'tuition-subsidy',
  channel: 'WINDOW',
  applicant: HUANG,
  divisionCode: '990101',
  form: FORM,
  consents: ['approval-share', 'payment-share'],
  materials: PAPERS,
  ...changes,
});

function preview(residentId: string, passports: readonly string[], as: PersonaName = 'window'): Promise<Preview> {
  return readPreview(house, as, {
    serviceItemCode: 'tuition-subsidy',
    residentId,
    divisionCode: '990101',
    form: FORM,
    materials: PAPERS,
    passports,
  });
}

const passportIn = ({ passports }: Pick<Preview, 'passports'>, key: string) =>
  passports.find((passport) => passport.key === key);
const proofIn = ({ materials }: Pick<Preview, 'materials'>) => materials.find(({ key }) => key === 'hardship-proof');

describe('A paper that is needless because civil affairs holds the fact', () => {
  it('is offered in the preview with the reason and what it rests on, and is needed until somebody confirms it', async () => {
    const offered = await preview(HUANG.residentId, []);

    expect(passportIn(offered, 'dibao')).toMatchObject({
      confirmed: false,
      source: '本地配置（社会救助信息共享）',
      reason: { rule: 'DIBAO_GRANTED', holds: true, zh: HELD },
    });
    expect(passportIn(offered, 'hardship-file')?.reason).toMatchObject({
      holds: false,
      zh: '没有查到您在档的困难职工档案',
    });
    expect(proofIn(offered)).toEqual({ key: 'hardship-proof', status: 'NEEDED', passports: ['dibao'] });
    expect(proofIn(await preview(HUANG.residentId, ['dibao']))).toMatchObject({ status: 'PASSPORTED' });
  });

  it('names every fact that would do, where more than one is held', async () => {
    expect(proofIn(await preview(MENG.residentId, []))?.passports).toEqual(['hardship-file', 'dibao']);
  });

  it('is not offered on another finding of civil affairs, with the reason why not', async () => {
    const answer = await preview(QIN.residentId, ['dibao']);

    expect(passportIn(answer, 'dibao')).toMatchObject({ confirmed: false, reason: { holds: false, zh: NOT_HELD } });
    expect(proofIn(answer)).toMatchObject({ status: 'NEEDED', passports: [] });
  });
});

describe('A confirmation', () => {
  it('is refused with the reason when civil affairs holds nothing of the kind, and nothing is stored', async () => {
    const before = await house.app.database.prisma.case.count();
    const payload = await openCase(house, application({ applicant: QIN, passports: ['dibao'] }));

    expect(payload.case).toBeNull();
    expect(payload.userErrors).toMatchObject([
      {
        code: 'PASSPORT_NOT_GIVEN',
        path: ['passports'],
        message: '不具备免交、免审的条件',
        reasons: [{ rule: 'DIBAO_GRANTED', holds: false, zh: NOT_HELD }],
      },
      { code: 'MATERIAL_MISSING', path: ['materials', 'hardship-proof'] },
    ]);
    expect(await house.app.database.prisma.case.count()).toBe(before);
  });

  it('is not the worker’s to give: the paper stays to be shown, and the fact is only offered', async () => {
    const payload = await openCase(
      house,
      application({ applicant: QIN, channel: 'MOBILE', passports: ['membership-on-record'], materials: [] }),
      'worker',
    );

    expect(payload.userErrors).toEqual([]);
    const story = await readStory(house, 'worker', payload.case?.id ?? '');
    expect(passportIn(story, 'membership-on-record')).toMatchObject({ confirmed: false, reason: { holds: true } });
    expect(story.materials.find(({ key }) => key === 'membership-proof')).toMatchObject({
      status: 'NEEDED',
      passports: ['membership-on-record'],
    });
  });

  it('is not the worker’s to try out either: the dry run says what the acceptance would', async () => {
    const answer = await preview(QIN.residentId, ['membership-on-record'], 'worker');

    expect(passportIn(answer, 'membership-on-record')).toMatchObject({ confirmed: false, reason: { holds: true } });
  });

  it('by the window opens the case without the paper and the means test, and the office that handles it sees what stood in for them', async () => {
    const { id } = await opened(house, {
      ...application({
        applicant: MENG,
        passports: ['social-assistance'],
        materials: ['identity-proof', 'case-papers'],
      }),
      serviceItemCode: 'legal-aid',
      form: {
        aidForm: 'LABOUR_REPRESENTATION',
        matter: 'WAGES',
        applicantGroup: 'OTHER',
        counterpart: '桂江城建劳务有限公司',
        limitationOn: '2026-03-06',
        meansDeclared: false,
        facts: '工地欠薪五个月，要申请仲裁',
      },
      consents: ['aid-share'],
    });
    const [referral] = (await readStory(house, 'window', id)).referrals;
    await changeReferral(house, 'legal-aid', 'acceptReferral', { referralId: referral?.id });

    const story = await readStory(house, 'legal-aid', id);
    const because = '民政数据显示您是社会救助对象，不审查经济困难状况，免交困难证明（法律援助法第四十二条）';
    expect(passportIn(story, 'social-assistance')).toMatchObject({
      confirmed: true,
      source: '法律援助法第四十二条',
      reason: { holds: true, zh: because },
    });
    // What was looked for in vain, and why somebody was eligible, stays with the union and the worker.
    expect([story.reasons, story.passports.filter(({ reason }) => !reason.holds)]).toEqual([[], []]);
    const { reasons } = await readStory(house, 'window', id);
    expect(reasons.find(({ rule }) => rule === 'MEANS')).toMatchObject({
      holds: true,
      passport: 'social-assistance',
      zh: because,
    });
    expect(story.materials.map(({ key, status }) => [key, status])).toEqual([
      ['identity-proof', 'SHOWN'],
      ['case-papers', 'SHOWN'],
      ['income-proof', 'PASSPORTED'],
    ]);
    // What its step discloses of the assessment, and not the working.
    expect(story.assessment).toEqual({
      kind: 'LEGAL_AID_URGENCY',
      values: { urgent: true, daysLeft: 4 },
      reasons: [],
    });
    await changeReferral(house, 'legal-aid', 'completeReferral', { referralId: referral?.id, outcome: 'AID_GIVEN' });
    expect(toldBy(await readStory(house, 'window', id)).at(-1)).toBe('办理完成，请您评价');
  });
});
