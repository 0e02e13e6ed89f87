import { describe, expect, it } from 'vitest';
import { against, clockOf, dueAfter, endsOf, itemNamed, plan, shownTo, whereTo } from './support/demo-city.ts';

const item = itemNamed('suggestion');
const form = {
  topic: 'SAFETY',
  title: '增设饮水点',
  content: '建议在三号车间门口增设一个饮水点。',
  isOwnProblem: false,
};

describe('who can make a suggestion', () => {
  it.each([true, false])('a worker whose membership is %s', (isMember) => {
    expect(plan(item, form, { isMember }).eligible).toBe(true);
  });

  it('nobody who needs help, who is told to ask for it by its own item', () => {
    expect(against(plan(item, { ...form, isOwnProblem: true }))).toEqual({
      NOT_OWN_PROBLEM: '您有具体困难要解决，请按对应的事项办理，办得更快',
    });
  });
});

describe('where a suggestion goes', () => {
  it('to the service centre', () => {
    const answer = plan(item, form, { worksIn: '990103100' });

    expect(answer.faults).toEqual([]);
    expect(whereTo(answer)).toEqual({ reply: '桂江市总工会职工服务中心' });
  });
});

describe('by when a suggestion is answered', () => {
  it('within fifteen working days, which is configuration and no law', () => {
    const rule = clockOf(item, 'SUGGESTION_REPLY');

    expect(dueAfter(rule, '2026-09-28T02:00:00Z')).toMatchObject({ dueOn: '2026-10-23', provisional: false });
    expect(rule).toMatchObject({ confidence: 'UNCONFIRMED', consequence: { kind: 'ESCALATE' } });
  });
});

describe('what is seen of a suggestion', () => {
  it('is the idea before its author', () => {
    const { before, after } = shownTo(item, 'reply');

    expect(before).toEqual(['form.topic', 'form.title', 'form.content']);
    expect(after).toEqual(['applicant.name', 'applicant.phone', ...before]);
  });

  it('needs no paper', () => {
    expect(item.materials).toEqual([]);
  });
});

describe('how a suggestion ends', () => {
  it('is always answered', () => {
    expect(endsOf(item)).toEqual({
      reply: { ADOPTED: 'ADOPTED', PASSED_ON: 'ANSWERED', NOTED: 'ANSWERED', REFUSED: 'NOT_CONSIDERED' },
    });
  });
});
