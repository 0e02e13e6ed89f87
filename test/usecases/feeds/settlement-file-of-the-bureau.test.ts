import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type AgencyProcess, startAgency } from '../../sandbox/support/start-agency.ts';
import { openSettlementStage, type SettlementStage } from './support/settlement-stage.ts';

const PERSON = '990101198603120018';

describe('a file that the simulated medical insurance delivers', () => {
  let stage: SettlementStage;
  let bureau: AgencyProcess;

  beforeAll(async () => {
    stage = await openSettlementStage();
    bureau = await startAgency('medical-insurance', {
      SANDBOX_MEDICAL_INSURANCE_FILE_FOLDER: path.join(stage.folder, 'medical-insurance', 'settlements'),
    });
  });
  afterAll(async () => {
    await bureau.dispose();
    await stage.close();
  });
  beforeEach(() => stage.forget());

  const row = (changes: object = {}) => ({
    residentId: PERSON,
    settlementId: 'F1',
    visitId: 'FV1',
    settledAt: '2026-03-10T03:20:15Z',
    ...changes,
  });

  async function deliver(body: object) {
    const answer = await bureau.control('settlement-file', body);
    await stage.work();
    return answer;
  }

  it('holds what it has pushed, and ends like the pushes', async () => {
    await bureau.control('push-settlement', row({ settlementId: 'P1', visitId: 'PV1' }));
    await bureau.control('push-settlement', row({ settlementId: 'P1', visitId: 'PV1', reversed: true }));
    await bureau.control('push-settlement', row({ settlementId: 'P2', visitId: 'PV1', amount: '12.30' }));
    const answer = await deliver({ name: 'pushed.csv' });

    expect(answer).toEqual({ name: 'pushed.csv', rows: 3 });
    expect(await stage.newest()).toMatchObject({ status: 'DONE', declaredRows: 3, counts: { accepted: 3 } });
    expect(await stage.settlement('P1')).toMatchObject({ status: 'REVERSED', result: 'CLAIM_WITHDRAWN' });
    expect(await stage.settlement('P2')).toMatchObject({ result: 'CLAIM_OPENED' });
  });

  it('finds the one it knows among many strangers', async () => {
    await deliver({ rows: [row()], strangers: 1_500 });

    expect(await stage.newest()).toMatchObject({ status: 'DONE', counts: { accepted: 1_501, quarantined: 0 } });
    expect(await stage.settlement('F1')).toMatchObject({ result: 'CLAIM_OPENED' });
    expect(await stage.app.database.prisma.medicalSettlement.count({ where: { result: 'PERSON_UNKNOWN' } })).toBe(
      1_500,
    );
  });

  it.each([
    ['no-trailer', 'TRAILER_DIFFERS'],
    ['count', 'TRAILER_DIFFERS'],
    ['sum', 'TRAILER_DIFFERS'],
  ])('is refused whole when it is damaged: %s', async (damage, reason) => {
    await deliver({ rows: [row(), row({ settlementId: 'F2', visitId: 'FV2' })], damage });

    expect(await stage.newest()).toMatchObject({ status: 'REFUSED', reason });
    expect(await stage.app.database.prisma.medicalSettlement.count()).toBe(0);
  });

  it('is given back when it was cut off, and waited for while it has no marker', async () => {
    await deliver({ rows: [row()], damage: 'cut', name: 'cut.csv' });
    await deliver({ rows: [row()], damage: 'no-marker', name: 'unfinished.csv' });

    expect(await stage.newest()).toMatchObject({ name: 'cut.csv', status: 'REFUSED', reason: 'HASH_DIFFERS' });
    expect(await stage.app.database.prisma.medicalSettlement.count()).toBe(0);
  });

  it('loses one row that a spreadsheet has spoilt, and one reversal that gives', async () => {
    const rows = [
      row(),
      row({ settlementId: 'F2', visitId: 'FV2' }),
      row({ settlementId: 'F3', visitId: 'FV3', reversed: true, fault: 'positive-reversal' }),
    ];
    await deliver({ rows, damage: 'spreadsheet' });
    const file = await stage.newest();

    expect(await stage.quarantined(file.id)).toEqual(['1 certno SCIENTIFIC_NOTATION', '3 medfee_sumamt SIGN_WRONG']);
    expect(await stage.settlement('F2')).toMatchObject({ result: 'CLAIM_OPENED' });
  });

  it('is not written for what makes no sense', async () => {
    expect(await bureau.control('settlement-file', { damage: 'rain' })).toHaveProperty('error');
    expect(await bureau.control('settlement-file', { rows: [row({ residentId: 'x' })] })).toHaveProperty('error');
    expect(await bureau.control('settlement-file', { strangers: -1 })).toHaveProperty('error');
    expect(await bureau.control('settlement-file', { name: '../x.csv' })).toHaveProperty('error');
  });
});
