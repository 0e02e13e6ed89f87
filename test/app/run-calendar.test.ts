import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCommand } from '#app/run-calendar.ts';
import { buildTestApp, type TestApp } from '../support/build-test-app.ts';

const NOTICE = `region: CN
coveredThrough: 2027-12-31
festivals:
  元旦: New Year's Day
years:
  - year: 2027
    notice: 演示通知
    confidence: UNCONFIRMED
    festivals:
      - name: 元旦
        off: [2027-01-01/2027-01-03]
        worked: [2027-01-09]
`;

describe('npm run calendar', () => {
  let house: TestApp;
  let folder: string;

  beforeAll(async () => {
    house = await buildTestApp();
    folder = await mkdtemp(join(tmpdir(), 'notices-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
    await house.close();
  });

  const run = (...args: readonly string[]) => readCommand(args)(house.app);
  const years = () => house.app.database.prisma.calendarYear.count();

  async function importFile(text: string): Promise<string> {
    const file = join(folder, 'notice.yaml');
    await writeFile(file, text);
    return run('import', file);
  }

  it('imports a file with a notice, and the same file again changes nothing', async () => {
    const before = await years();

    expect(await importFile(NOTICE)).toContain('CN 2027：已生效');
    expect(await importFile(NOTICE)).toContain('CN 2027：没有变化');
    expect(await years()).toBe(before + 1);
  });

  it('shows what is in force in a division and a year', async () => {
    await importFile(NOTICE);

    const shown = await run('show', '--division', '990101', '--year', '2027');

    expect(shown).toContain('CN 全国放假安排');
    expect(shown).toContain('2027 演示通知 (UNCONFIRMED)');
    expect(shown).toContain('调休上班 / made up: 2027-01-09');
    expect(shown).toContain('CN-GX');
    expect(shown).toContain('2027：尚无放假安排');
  });

  it('shows the country alone where no division is named', async () => {
    expect(await run('show')).not.toContain('CN-GX');
  });

  it.each([
    ['rubbish', 'x', 'notice.yaml:1: '],
    ['broken YAML', '{', 'notice.yaml:'],
    [
      'a day of another year',
      NOTICE.replace('2027-01-09', '2025-01-11'),
      'notice.yaml:10: 2025-01-11 is no day of 2027',
    ],
    ['a made-up Friday', NOTICE.replace('2027-01-09', '2027-01-08'), 'notice.yaml:12: a worked day is a Saturday'],
    ['a region nobody keeps', NOTICE.replace('CN\n', 'CN-ZZ\n'), 'notice.yaml:1: 没有这个地区的日历'],
    ['less coverage', NOTICE.replace('2027-12-31', '2026-01-31'), 'notice.yaml:2: 日历的截止日不能提前'],
    [
      'a year to come',
      NOTICE.replaceAll('2027', '2029').replace('2029-01-09', '2029-01-07').replace('01/2029-01-03', '01'),
      'notice.yaml:6: 这一年不可能已有放假通知',
    ],
    [
      'other divisions',
      NOTICE.replace('festivals:', "divisionPrefixes: ['99']\nfestivals:"),
      'notice.yaml:3: 适用区划随版本发布',
    ],
  ])('refuses %s by file and line, and nothing of it comes into force', async (_what, text, message) => {
    const before = await years();

    await expect(importFile(text)).rejects.toThrow(message);
    expect(await years()).toBe(before);
  });

  it.each([
    [[]],
    [['import']],
    [['export', 'x']],
    [['show', '--year', 'soon']],
    [['show', '--division', 'x']],
    [['show', '-x']],
  ])('says how it is used when asked for %j', (args) => {
    expect(() => readCommand(args)).toThrow('npm run calendar -- import FILE');
  });
});
