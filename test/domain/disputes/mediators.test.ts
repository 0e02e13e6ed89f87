import { describe, expect, it } from 'vitest';
import { CAUSES_OF_ACTION, causeOfAction, causeWorded } from '#domain/disputes/causes-of-action.ts';
import type { Mediator } from '#domain/disputes/mediator.ts';
import { groupsOfForm, suggestMediators } from '#domain/disputes/suggest-mediators.ts';

function mediator(id: string, differs: Partial<Mediator> = {}): Mediator {
  return {
    id,
    roomId: 'room-1',
    officeId: 'office-mediation',
    name: id,
    organisation: 'union',
    professions: ['LAWYER'],
    expertise: ['PAY_AND_COMPENSATION'],
    status: 'ACTIVE',
    load: 0,
    ...differs,
  };
}

describe('the suggestion of mediators', () => {
  const people = [
    mediator('busy', { load: 3 }),
    mediator('free', { load: 1 }),
    mediator('both', { load: 9, expertise: ['PAY_AND_COMPENSATION', 'SEPARATION'] }),
    mediator('stranger', { expertise: ['CONTRACT'] }),
    mediator('suspended', { status: 'SUSPENDED' }),
    mediator('removed', { status: 'REMOVED' }),
  ];

  it('goes by expertise first, then by load, and leaves out who is not active', () => {
    const names = suggestMediators(people, ['PAY_AND_COMPENSATION', 'SEPARATION']).map(({ mediator: { id } }) => id);

    expect(names).toEqual(['both', 'free', 'busy', 'stranger']);
  });

  it('goes by load alone when nobody knows what the dispute is about', () => {
    const suggestions = suggestMediators(people, []);

    expect(suggestions.map(({ mediator: { id } }) => id)).toEqual(['stranger', 'free', 'busy', 'both']);
    expect(suggestions[0]?.reasons[0]).toMatchObject({ rule: 'MEDIATOR_EXPERTISE', holds: false });
  });

  it('says why, in both languages', () => {
    const [first] = suggestMediators(people, ['SEPARATION']);

    expect(first?.reasons).toEqual([
      {
        rule: 'MEDIATOR_EXPERTISE',
        holds: true,
        zh: '熟悉除名、辞退、辞职、离职',
        en: 'Knows: Dismissal and resignation',
      },
      { rule: 'MEDIATOR_LOAD', holds: false, zh: '在办 9 件', en: '9 open' },
    ]);
  });
});

describe('what a form says a dispute is about', () => {
  it.each([
    [{ arrearsAmount: '100.00' }, ['PAY_AND_COMPENSATION']],
    [{ causeOfAction: 'DISMISSAL' }, ['SEPARATION']],
    [{ disputeGroups: ['OTHER_STATUTORY', 'CONTRACT'] }, ['CONTRACT', 'OTHER_STATUTORY']],
    [{ causeOfAction: 'constructor', disputeGroups: 'CONTRACT' }, []],
    [{}, []],
  ])('%j is %j', (form, expected) => {
    expect(groupsOfForm(form)).toEqual(expected);
  });
});

describe('the causes of action', () => {
  it('are the seventeen leaves, each found by its code and by its wording', () => {
    const codes = Object.keys(CAUSES_OF_ACTION) as (keyof typeof CAUSES_OF_ACTION)[];

    expect(codes).toHaveLength(17);
    for (const code of codes) {
      expect(causeOfAction(code)).toBe(CAUSES_OF_ACTION[code]);
      expect(causeWorded(` ${CAUSES_OF_ACTION[code].name.zh} `)).toBe(code);
    }
  });

  it('do not know a branch', () => {
    expect(causeWorded('劳动争议')).toBeUndefined();
  });
});
