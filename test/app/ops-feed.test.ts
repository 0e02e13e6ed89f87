import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { feedCommand } from '#app/ops/feed.ts';
import { readEnv } from '#app/read-env.ts';
import { seededRandom } from '../support/factories/identifiers.ts';
import { householdFile, householdLine } from '../usecases/feeds/support/feed-lines.ts';
import { type FeedStage, openFeedStage } from '../usecases/feeds/support/feed-stage.ts';
import { settlementFile, settlementLine } from '../usecases/feeds/support/settlement-stage.ts';

describe('ops feed', () => {
  const random = seededRandom(19);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'onedoor-ops-feed-'));
  let stage: FeedStage;

  beforeAll(async () => {
    stage = await openFeedStage();
  });
  afterAll(async () => {
    await stage.close();
    rmSync(folder, { recursive: true });
  });

  async function ops(...args: string[]): Promise<string> {
    const lines: string[] = [];
    const command = feedCommand({
      env: readEnv({ ONEDOOR_MODE: 'demo' }),
      log: stage.app.log,
      withApp: (work) => work(stage.app),
      print: (line) => void lines.push(line),
    });
    await command.parseAsync(args, { from: 'user' });
    return lines.join('\n');
  }

  function fileOf(lines: readonly string[]): string {
    const file = path.join(folder, `${Math.floor(random() * 1e9)}.csv`);
    writeFileSync(file, householdFile(lines));
    return file;
  }

  it('check says what is wrong with which rows, and stores nothing', async () => {
    const faulty = () => householdLine(random, { residentId: '4.50103E+17' });
    const file = fileOf([householdLine(random), faulty(), householdLine(random, { size: '0' }), faulty()]);
    const said = await ops('check', file, '--feed', 'households', '--encoding', 'utf-8');

    expect(said).toContain('4 行，可入库 1 行');
    expect(said).toMatch(/2 {2}身份证号 {2}SCIENTIFIC_NOTATION .* rows 2, 4/);
    expect(said).toMatch(/1 {2}家庭人口 {2}BAD_FORM .* rows 3/);
    expect(said).not.toContain('4.50103');
    expect(await stage.app.database.prisma.feedFile.count()).toBe(0);
  });

  it('check says that a whole file would be refused, and in which row', async () => {
    const file = fileOf([householdLine(random), householdLine(random, { employer: '"桂江' })]);

    await expect(ops('check', file, '--feed', 'households', '--encoding', 'utf-8')).rejects.toThrow(
      /UNBALANCED_QUOTE .*\(2\)/,
    );
  });

  it('import takes the file, does nothing the second time, and list shows it', async () => {
    const file = fileOf([householdLine(random), householdLine(random), householdLine(random, { size: '0' })]);
    const args = ['import', file, '--feed', 'households', '--encoding', 'utf-8'];
    const first = await ops(...args);
    const again = await ops(...args);

    expect(first).toMatch(/DONE {2}100 % .*taken 2 .*quarantined 1 .*in review 0/);
    expect(again).toMatch(/DONE {2}100 % .*taken 2 .*quarantined 1 .*in review 0/);
    expect(await stage.app.database.prisma.lead.count({ where: { feedDigest: { not: null } } })).toBe(2);
    expect(await ops('list')).toContain(`civil-affairs/households  ${path.basename(file)}  DONE`);
  });

  it('checks and takes a file with a trailer of sums', async () => {
    const file = path.join(folder, 'settlements.csv');
    const lines = [settlementLine({ id: 'S1' }), settlementLine({ id: 'S2', visit: 'V2', residentId: '9.9E+17' })];
    writeFileSync(file, settlementFile(lines));
    const said = await ops('check', file, '--feed', 'settlements');
    const taken = await ops('import', file, '--feed', 'settlements');
    writeFileSync(file, settlementFile(lines, '合计,2,0.01'));

    expect(said).toContain('2 行，可入库 1 行');
    expect(said).toMatch(/1 {2}certno {2}SCIENTIFIC_NOTATION .* rows 2/);
    expect(taken).toMatch(/DONE {2}100 % .*taken 1 .*quarantined 1 /);
    await expect(ops('check', file, '--feed', 'settlements')).rejects.toThrow(/TRAILER_DIFFERS .*\(3\)/);
  });

  it('names the agencies that deliver a feed when another is given', async () => {
    const file = fileOf([householdLine(random)]);

    await expect(ops('check', file, '--feed', 'households', '--agency', 'court')).rejects.toThrow('civil-affairs');
  });
});
