import { addDays, localDate } from '#domain/referrals/local-date.ts';
import { residentIdCheckCharacter } from '#domain/registry/resident-id.ts';

/** A line of a made-up insurance file, and how it should end: undefined, or `field reason`. */
export interface PlantedLine {
  readonly text: string;
  readonly end?: string | undefined;
}

export const INSURANCE_HEADER = 'OP,AAC002,AAC003,AAE140,AAC008,AAC031,AAB001,AAB004,AAE180,AAE201,AAE030,AAE031';

type Cells = Record<
  | 'op'
  | 'residentId'
  | 'name'
  | 'kind'
  | 'enrolment'
  | 'payment'
  | 'employerCode'
  | 'employer'
  | 'base'
  | 'months'
  | 'from'
  | 'to',
  string
>;

/** One of each kind; `plant` changes the cells of a good row. */
const FAULTS: readonly { readonly end: string; readonly plant: (cells: Cells) => Partial<Cells> }[] = [
  { end: 'AAC002 SCIENTIFIC_NOTATION', plant: () => ({ residentId: '4.50103E+17' }) },
  {
    end: 'AAC002 MASKED',
    plant: ({ residentId }) => ({ residentId: `${residentId.slice(0, 6)}********${residentId.slice(14)}` }),
  },
  { end: 'AAC002 BAD_LENGTH', plant: ({ residentId }) => ({ residentId: residentId.slice(0, 17) }) },
  {
    end: 'AAC002 BAD_CHECK_DIGIT',
    plant: ({ residentId }) => ({ residentId: `${residentId.slice(0, 17)}${residentId[17] === '1' ? '2' : '1'}` }),
  },
  {
    end: 'AAC002 LEGACY_FORM',
    plant: ({ residentId }) => ({ residentId: residentId.slice(0, 6) + residentId.slice(8, 17) }),
  },
  {
    end: 'AAC002 BAD_DATE',
    plant: ({ residentId }) => ({ residentId: withCheck(`${residentId.slice(0, 10)}0230${residentId.slice(14, 17)}`) }),
  },
  {
    end: 'AAC002 FUTURE_DATE',
    plant: ({ residentId }) => ({
      residentId: withCheck(`${residentId.slice(0, 6)}20990101${residentId.slice(14, 17)}`),
    }),
  },
  { end: 'AAC002 EMPTY', plant: () => ({ residentId: '' }) },
  { end: 'AAC003 EMPTY', plant: () => ({ name: '　' }) },
  { end: 'AAC003 MASKED', plant: () => ({ name: '覃某某' }) },
  { end: 'AAC003 NUL', plant: () => ({ name: '覃\0参' }) },
  { end: 'AAC003 BAD_CHARACTER', plant: () => ({ name: '覃\u0008参' }) },
  { end: 'AAE140 CHOICE_INVALID', plant: () => ({ kind: '999' }) },
  { end: 'AAC031 CHOICE_INVALID', plant: () => ({ payment: '7' }) },
  { end: 'AAE180 AMOUNT_INVALID', plant: () => ({ base: '"4,2"' }) },
  { end: 'AAE180 SCIENTIFIC_NOTATION', plant: () => ({ base: '4.2E+3' }) },
  { end: 'AAE201 BAD_FORM', plant: () => ({ months: '-3' }) },
  { end: 'AAE030 EMPTY', plant: () => ({ from: '' }) },
  { end: 'AAE030 BAD_DATE', plant: () => ({ from: '20230230' }) },
  { end: 'AAE031 RANGE_INVALID', plant: () => ({ payment: '3', to: '20000101' }) },
  { end: 'OP CHOICE_INVALID', plant: () => ({ op: 'X' }) },
  { end: ' COLUMN_COUNT', plant: () => ({ to: ',' }) },
  { end: 'OP TOMBSTONE_UNKNOWN', plant: () => ({ op: 'D' }) },
];

/** How the good rows differ: as real files do, some with what is mended on the way. */
const MENDED: readonly ((cells: Cells) => Partial<Cells>)[] = [
  ({ residentId }) => ({ residentId: `'${residentId}` }),
  ({ residentId }) => ({ residentId: wide(residentId) }),
  ({ employer }) => ({ employer: `"${employer}, 二分厂"` }),
  () => ({ payment: '3', to: '20240630' }),
];

/** The line with this number, from 1; the same on every machine. One in a hundred is faulty, one in twenty mended. */
export function plantedLine(number: number): PlantedLine {
  const cells = goodCells(number);
  if (number % 100 === 37) {
    const fault = FAULTS[Math.floor(number / 100) % FAULTS.length];
    return { text: lineOf({ ...cells, ...fault?.plant(cells) }), end: fault?.end };
  }
  const mend = number % 20 === 5 ? MENDED[Math.floor(number / 20) % MENDED.length] : undefined;
  return { text: lineOf({ ...cells, ...mend?.(cells) }) };
}

/** The same row without a fault in it. */
export function plainLine(number: number): string {
  return lineOf(goodCells(number));
}

function lineOf(cells: Cells): string {
  return Object.values(cells).join(',');
}

const KINDS = ['110', '210', '310', '410', '510'];
const SURNAMES = ['覃', '韦', '黄', '陆', '蒙', '莫', '欧阳', '阿依古丽·'];

function goodCells(number: number): Cells {
  const born = addDays(localDate('1960-01-01'), (number * 7) % 16_000).replaceAll('-', '');
  return {
    op: 'U',
    residentId: withCheck(`990101${born}${String(number % 1_000).padStart(3, '0')}`),
    name: `${SURNAMES[number % SURNAMES.length]}参保`,
    kind: KINDS[number % KINDS.length] ?? '110',
    enrolment: '正常参保',
    payment: '1',
    employerCode: `E${String(number).padStart(9, '0')}`,
    employer: '桂江速达物流有限公司',
    base: `${3_000 + (number % 9_000)}.00`,
    months: String(number % 360),
    from: addDays(localDate('2015-01-01'), number % 3_000).replaceAll('-', ''),
    to: '',
  };
}

function withCheck(front: string): string {
  return `${front}${residentIdCheckCharacter(front)}`;
}

function wide(text: string): string {
  return text.replace(/[!-~]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0));
}
