import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { courtLevelOf, likelyDivisionOf } from '#domain/registry/docket-number-court.ts';
import { formatDocketNumber, isPreFilingMediation, parseDocketNumber } from '#domain/registry/docket-number.ts';
import { PUBLISHED_DOCKET_NUMBERS } from '../../fixtures/published-identifiers.ts';

describe('a court case number', () => {
  it.each([
    [PUBLISHED_DOCKET_NUMBERS[0], { year: 2020, court: '桂0103', type: '民初', serial: 6133 }],
    [PUBLISHED_DOCKET_NUMBERS[1], { year: 2021, court: '川0104', type: '民诉前调', serial: 801 }],
    [PUBLISHED_DOCKET_NUMBERS[2], { year: 2024, court: '浙02', type: '民诉前调', serial: 595 }],
    [PUBLISHED_DOCKET_NUMBERS[3], { year: 2021, court: '川01', type: '财保', serial: 17 }],
    ['（2026）桂9901民诉前调12号', { year: 2026, court: '桂9901', type: '民诉前调', serial: 12 }],
    ['（2020）桂民终5号', { year: 2020, court: '桂', type: '民终', serial: 5 }],
    ['（2020）最高法知民终12号', { year: 2020, court: '最高法', type: '知民终', serial: 12 }],
    ['〔2020〕 桂 ０１０３ 民初 6133 号', { year: 2020, court: '桂0103', type: '民初', serial: 6133 }],
    ['[2020]桂0103民初6133号之二十一', { year: 2020, court: '桂0103', type: '民初', serial: 6133, part: 21 }],
    ['（2020）桂0103执恢1号之十', { year: 2020, court: '桂0103', type: '执恢', serial: 1, part: 10 }],
  ])('reads %s', (text, value) => {
    expect(parseDocketNumber(text)).toEqual({ ok: true, value });
  });

  it.each([
    ['nothing', '', 'EMPTY'],
    ['a number of the form used until 2015', '（2014）青民一初字第123号', 'LEGACY_FORM'],
    ['a number without its year', '桂0103民初6133号', 'BAD_FORM'],
    ['a number without its kind', '（2020）桂01036133号', 'BAD_FORM'],
    ['a number 0', '（2020）桂0103民初0号', 'BAD_FORM'],
    ['a province that does not exist', '（2020）牛0103民初1号', 'BAD_REGION'],
    ['a court of three digits', '（2020）桂010民初1号', 'BAD_REGION'],
    ['an arbitration number', '宁劳人仲案字〔2025〕123号', 'BAD_FORM'],
    ['a part that is no numeral', '（2020）桂0103民初1号之十十', 'BAD_FORM'],
  ])('refuses %s', (_, text, fault) => {
    expect(parseDocketNumber(text)).toEqual({ ok: false, fault });
  });

  it('is written in one way', () => {
    const written = ['(2020)桂0103民初6133号之一', '〔2020〕桂0103 民初 6133号之1'].map(parseDocketNumber);

    expect(written.map((result) => result.ok && formatDocketNumber(result.value))).toEqual([
      '（2020）桂0103民初6133号之一',
      '（2020）桂0103民初6133号之一',
    ]);
  });

  it('tells mediation before filing from a docketed case', () => {
    const mediation = { year: 2026, court: '桂9901', type: '民诉前调', serial: 12 };

    expect([isPreFilingMediation(mediation), isPreFilingMediation({ ...mediation, type: '民初' })]).toEqual([
      true,
      false,
    ]);
  });

  it('is read again as it was written', () => {
    const dockets = fc.record(
      {
        year: fc.integer({ min: 2016, max: 2099 }),
        court: fc.constantFrom('最高法', '桂', '桂01', '桂0103', '浙72', '兵0801'),
        type: fc.constantFrom('民初', '民诉前调', '财保', '行审', '知民终', '执恢', '民特'),
        serial: fc.integer({ min: 1, max: 99_999_999 }),
        part: fc.integer({ min: 1, max: 99 }),
      },
      { requiredKeys: ['year', 'court', 'type', 'serial'] },
    );
    fc.assert(
      fc.property(dockets, (docket) => {
        expect(parseDocketNumber(formatDocketNumber(docket))).toEqual({ ok: true, value: docket });
      }),
    );
  });
});

describe('a court', () => {
  it.each([
    ['最高法', 'SUPREME', undefined],
    ['桂', 'HIGH', '450000'],
    ['桂01', 'INTERMEDIATE', '450100'],
    ['桂0103', 'BASIC', '450103'],
    ['桂71', 'INTERMEDIATE', undefined],
    ['桂7102', 'BASIC', undefined],
    ['粤0192', 'BASIC', undefined],
    ['桂9901', 'BASIC', undefined],
    ['兵0801', 'BASIC', undefined],
  ])('%s is of level %s and probably sits in %s', (court, level, division) => {
    expect([courtLevelOf(court), likelyDivisionOf(court)]).toEqual([level, division]);
  });
});
