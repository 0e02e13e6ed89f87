import { createHash } from 'node:crypto';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeResidentId, seededRandom } from '../../support/factories/identifiers.ts';
import { HOUSEHOLD_HEADER, householdCells, householdFile, householdLine } from './support/feed-lines.ts';
import { type Delivery, type FeedStage, openFeedStage } from './support/feed-stage.ts';

const random = seededRandom(8814);
const good = () => householdLine(random);
const gb = (text: string): Buffer => iconv.encode(text, 'gb18030');
/** Beyond the basic plane, four bytes in GB18030. */
const RARE = '韦𬭳㐂';

interface Whole {
  readonly what: string;
  readonly delivery: () => Delivery;
  /** `DONE`, or the reason and the row it names. */
  readonly end: string;
}

const WHOLE_FILES: readonly Whole[] = [
  { what: 'UTF-8 without a byte order mark', delivery: () => ({ bytes: householdFile([good()]) }), end: 'DONE' },
  { what: 'UTF-8 with one', delivery: () => ({ bytes: `\ufeff${householdFile([good()])}` }), end: 'DONE' },
  {
    what: 'GB18030 with a name of four-byte characters',
    delivery: () => ({ encoding: 'gb18030', bytes: gb(householdFile([householdLine(random, { name: RARE })])) }),
    end: 'DONE',
  },
  {
    what: 'GB18030 with a byte order mark',
    delivery: () => ({ encoding: 'gb18030', bytes: gb(`\ufeff${householdFile([good()])}`) }),
    end: 'DONE',
  },
  {
    what: 'GB18030 that was cut off in the middle of a character',
    delivery: () => ({
      encoding: 'gb18030',
      bytes: gb(
        householdFile([good(), householdLine(random, { employer: '工厂' })])
          .trimEnd()
          .replace(/,长期$/, ''),
      ).subarray(0, -1),
      rows: 2,
    }),
    end: 'BAD_ENCODING 2',
  },
  {
    what: 'GB18030 declared as UTF-8',
    delivery: () => ({ encoding: 'utf-8', bytes: gb(householdFile([good()])), rows: 1 }),
    end: 'BAD_ENCODING 0',
  },
  {
    what: 'UTF-8 with one row of GB18030 in it',
    delivery: () => ({
      bytes: Buffer.concat([
        Buffer.from(householdFile([good(), good()])),
        gb(`${good()}\r\n`),
        Buffer.from(`${good()}\r\n`),
      ]),
      rows: 4,
    }),
    end: 'BAD_ENCODING 3',
  },
  {
    what: 'a replacement character that an earlier system left',
    delivery: () => ({ bytes: householdFile([good(), householdLine(random, { name: '韦\ufffd' })]) }),
    end: 'REPLACEMENT_CHARACTER 2',
  },
  {
    what: 'a private character',
    delivery: () => ({ bytes: householdFile([householdLine(random, { name: '韦\ue863' }), good()]) }),
    end: 'PRIVATE_CHARACTER 1',
  },
  {
    what: 'UTF-16 with its mark',
    delivery: () => ({ bytes: Buffer.from(`\ufeff${householdFile([good()])}`, 'utf16le') }),
    end: 'NOT_TEXT 0',
  },
  {
    what: 'UTF-16 without it',
    delivery: () => ({ bytes: Buffer.from(`OP,${HOUSEHOLD_HEADER}\n`, 'utf16le') }),
    end: 'NOT_TEXT 0',
  },
  {
    what: 'a spreadsheet under the name of a text file',
    delivery: () => ({ bytes: Buffer.from([0x50, 0x4b, 0x03, 0x04, 0x14, 0, 6, 0, 8, 0]) }),
    end: 'NOT_TEXT 0',
  },
  {
    what: 'a compressed file under the name of a text file',
    delivery: () => ({ bytes: Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0]) }),
    end: 'NOT_TEXT 0',
  },
  {
    what: 'a header with another name in it',
    delivery: () => ({ bytes: householdFile([good()]).replace('家庭人口', '人口数') }),
    end: 'HEADER_DIFFERS 0',
  },
  {
    what: 'a header that lacks a column',
    delivery: () => ({ bytes: householdFile([good()]).replace(',联系电话', '') }),
    end: 'HEADER_DIFFERS 0',
  },
  {
    what: 'a header with a column more',
    delivery: () => ({ bytes: householdFile([good()]).replace('联系电话', '联系电话,备注') }),
    end: 'HEADER_DIFFERS 0',
  },
  {
    what: 'a header that names a column twice',
    delivery: () => ({ bytes: householdFile([good()]).replace('联系电话', '工作单位') }),
    end: 'HEADER_DIFFERS 0',
  },
  {
    what: 'no header at all',
    delivery: () => ({ bytes: `${good()}\n${good()}\n` }),
    end: 'HEADER_DIFFERS 0',
  },
  {
    what: 'a quote that is never closed',
    delivery: () => ({ bytes: householdFile([good(), householdLine(random, { employer: '"桂江' }), good()]) }),
    end: 'UNBALANCED_QUOTE 2',
  },
  {
    what: 'a quote in the middle of a cell',
    delivery: () => ({ bytes: householdFile([householdLine(random, { employer: '桂江"厂"' })]) }),
    end: 'STRAY_QUOTE 1',
  },
  {
    what: 'text after a closing quote',
    delivery: () => ({ bytes: householdFile([good(), householdLine(random, { employer: '"桂江"厂' })]) }),
    end: 'STRAY_QUOTE 2',
  },
  {
    what: 'quotes that are right, with commas and line ends between them',
    delivery: () => ({
      bytes: householdFile([householdLine(random, { employer: '"桂江, ""一""\r\n二"' }), good()]),
      rows: 2,
    }),
    end: 'QUARANTINED 1 工作单位 BAD_CHARACTER',
  },
  { what: 'an empty file', delivery: () => ({ bytes: '' }), end: 'FILE_EMPTY 0' },
  { what: 'a header only', delivery: () => ({ bytes: `${HOUSEHOLD_HEADER}\n`, rows: 0 }), end: 'DONE' },
  {
    what: 'fewer rows than declared',
    delivery: () => ({ bytes: householdFile([good(), good()]), rows: 3 }),
    end: 'COUNT_DIFFERS 0',
  },
  {
    what: 'more rows than declared',
    delivery: () => ({ bytes: householdFile([good(), good()]), rows: 1 }),
    end: 'COUNT_DIFFERS 0',
  },
  {
    what: 'another hash than declared',
    delivery: () => ({ bytes: householdFile([good()]), marker: JSON.stringify({ rows: 1, sha256: 'a'.repeat(64) }) }),
    end: 'HASH_DIFFERS',
  },
  {
    what: 'a marker that is no marker',
    delivery: () => ({ bytes: householdFile([good()]), marker: 'done' }),
    end: 'MARKER_UNREADABLE',
  },
  {
    what: 'a marker with something unknown in it',
    delivery: () => ({ bytes: householdFile([good()]), marker: '{"rows":1,"sha256":"","path":"/etc/passwd"}' }),
    end: 'MARKER_UNREADABLE',
  },
  {
    what: 'rows that end with a line feed only, and no line end at the last',
    delivery: () => ({ bytes: [HOUSEHOLD_HEADER, good(), '', good()].join('\n') }),
    end: 'DONE',
  },
];

interface Single {
  readonly what: string;
  readonly line: () => string;
  /** `taken`, `asked` where a person has to say who it is, or why it is in quarantine. */
  readonly end: string;
}

const cell = (changes: Parameters<typeof householdLine>[1]) => () => householdLine(random, changes);
const wide = (text: string) => text.replace(/[!-~]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0));

const SINGLE_ROWS: readonly Single[] = [
  { what: 'full-width digits', line: cell({ residentId: wide(makeResidentId(random)), size: '４' }), end: 'taken' },
  { what: 'an apostrophe before a number', line: cell({ residentId: `'${makeResidentId(random)}` }), end: 'taken' },
  {
    what: 'blanks around cells',
    line: cell({ residentId: `　${makeResidentId(random)} `, size: ' 2 ' }),
    end: 'taken',
  },
  { what: 'a telephone that is masked', line: cell({ phone: '138****8000' }), end: 'taken' },
  {
    what: 'a number in scientific notation',
    line: cell({ residentId: '4.50103E+17' }),
    end: '身份证号 SCIENTIFIC_NOTATION',
  },
  { what: 'one whose sign was lost', line: cell({ residentId: '4.50103E17' }), end: '身份证号 SCIENTIFIC_NOTATION' },
  {
    what: 'an application number in it',
    line: cell({ applicationNo: '2.02603E+11' }),
    end: '申请编号 SCIENTIFIC_NOTATION',
  },
  { what: 'a NUL', line: cell({ employer: '桂\0江' }), end: '工作单位 NUL' },
  { what: 'a control character', line: cell({ name: '韦\u0007困' }), end: '职工姓名 BAD_CHARACTER' },
  { what: 'a masked number', line: cell({ residentId: '990101********0018' }), end: 'asked' },
  { what: 'a masked name', line: cell({ name: '韦**' }), end: '职工姓名 MASKED' },
  { what: 'a number of 15 digits', line: cell({ residentId: '990101800101001' }), end: 'asked' },
  {
    what: 'a number whose X was lost',
    line: cell({ residentId: makeResidentId(random).slice(0, 17) }),
    end: 'asked',
  },
  {
    what: 'a wrong check digit',
    line: cell({ residentId: wrongCheck(makeResidentId(random)) }),
    end: 'asked',
  },
  {
    what: 'a number of which fifteen digits are left',
    line: cell({ residentId: '990101198001010000' }),
    end: '身份证号 BAD_CHECK_DIGIT',
  },
  { what: 'a number too wide for its column', line: cell({ residentId: '##########' }), end: '身份证号 BAD_CHARACTER' },
  { what: 'a row with a cell less', line: () => good().split(',').slice(0, -1).join(','), end: ' COLUMN_COUNT' },
  { what: 'a row with a cell more', line: () => `${good()},x`, end: ' COLUMN_COUNT' },
  { what: 'an unknown category', line: cell({ category: '09' }), end: '救助类别 CHOICE_INVALID' },
  { what: 'a category without its nought', line: cell({ category: '1' }), end: '救助类别 CHOICE_INVALID' },
  { what: 'an unknown operation', line: cell({ op: 'X' }), end: '操作 CHOICE_INVALID' },
  { what: 'a division that does not exist', line: cell({ division: '998877' }), end: '行政区划 DIVISION_UNKNOWN' },
  { what: 'a household of nobody', line: cell({ size: '0' }), end: '家庭人口 BAD_FORM' },
  { what: 'a day that does not exist', line: cell({ validUntil: '2026-02-30' }), end: '有效期至 BAD_DATE' },
  { what: 'no name', line: cell({ name: ' ' }), end: '职工姓名 EMPTY' },
  { what: 'no number', line: cell({ residentId: '' }), end: 'asked' },
];

function wrongCheck(id: string): string {
  return `${id.slice(0, 17)}${id[17] === '1' ? '2' : '1'}`;
}

describe('a damaged file', () => {
  let stage: FeedStage;

  beforeAll(async () => {
    stage = await openFeedStage();
  });
  afterAll(() => stage.close());

  const countLeads = () => stage.app.database.prisma.lead.count();

  it.each(WHOLE_FILES)('with $what ends as $end', async ({ delivery, end }) => {
    const before = await countLeads();
    const file = await stage.take(delivery());
    const quarantined = await stage.quarantined(file.id);
    const { status, reason, faultRow } = file;

    expect(
      status === 'REFUSED'
        ? [reason, faultRow].filter((part) => part !== undefined).join(' ')
        : ['DONE', ...quarantined].join(' ').replace(/^DONE (?=\d)/, 'QUARANTINED '),
    ).toBe(end);
    expect((await countLeads()) - before).toBe(status === 'REFUSED' ? 0 : file.counts.accepted);
  });

  it('may come again when only its declaration was wrong', async () => {
    const bytes = householdFile([good()]);
    const refused = await stage.take({ bytes, rows: 5 });
    const taken = await stage.take({ bytes, rows: 1 });

    expect(refused).toMatchObject({ status: 'REFUSED', reason: 'COUNT_DIFFERS' });
    expect(taken).toMatchObject({ status: 'DONE', counts: { accepted: 1 } });
  });

  it('is refused once for the same bytes under the same declaration', async () => {
    const bytes = householdFile([householdLine(random, { name: '\ufffd' })]);
    const first = await stage.take({ bytes });
    const again = await stage.take({ bytes });

    expect(again.id).toBe(first.id);
  });

  it.each(SINGLE_ROWS)('with one row that has $what: $end', async ({ line, end }) => {
    const file = await stage.take({ bytes: householdFile([good(), line(), good()]) });

    expect(file.status).toBe('DONE');
    const [taken, asked] = [end === 'taken', end === 'asked'];
    expect(await stage.quarantined(file.id)).toEqual(taken || asked ? [] : [`2 ${end}`]);
    expect(file.counts).toMatchObject({
      accepted: taken ? 3 : 2,
      inReview: asked ? 1 : 0,
      quarantined: taken || asked ? 0 : 1,
    });
  });

  it('keeps rare characters as they are', async () => {
    const cells = householdCells(random, { name: RARE });
    await stage.take({ encoding: 'gb18030', bytes: gb(householdFile([Object.values(cells).join(',')])) });
    const lead = await stage.app.database.prisma.lead.findFirstOrThrow({
      where: { applicationNo: cells.applicationNo },
    });
    const people = await stage.app.dependencies.stores.people.findMany([lead.personId]);

    expect(people.get(lead.personId)?.name).toBe(RARE);
  });

  it('is not followed out of its folder by a link, and its marker is given back', async () => {
    const place = path.join(stage.folder, 'civil-affairs/households');
    const outside = path.join(stage.folder, 'secret.csv');
    const bytes = householdFile([good()]);
    await mkdir(place, { recursive: true });
    await writeFile(outside, bytes);
    await symlink(outside, path.join(place, 'link.csv'));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const file = await stage.take({ name: 'link.csv', bytes: undefined, marker: JSON.stringify({ rows: 1, sha256 }) });

    expect(file).toMatchObject({ status: 'REFUSED', reason: 'FILE_MISSING' });
    await rm(path.join(place, 'link.csv'));
  });

  it.each(['..%2f..%2fetc', '...csv', '.hidden', 'a\nb.csv', '; rm -rf x.csv', '-rf.csv'])(
    'is not opened under the name %j',
    async (name) => {
      const file = await stage.take({ name, bytes: householdFile([good()]) });

      expect(file).toMatchObject({ status: 'REFUSED', reason: 'NAME_REFUSED' });
      expect(file.name).not.toMatch(/[/\n;%]/);
      await stage.work();
      expect((await stage.newest()).id).toBe(file.id);
    },
  );
});
