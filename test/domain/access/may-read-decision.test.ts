import { describe, expect, it } from 'vitest';
import { mayReadDecision, shownPassports } from '#domain/access/may-read-decision.ts';
import { VIEWER_ROLES } from '#domain/access/viewer.ts';
import type { PassportAnswer } from '#domain/catalogue/passports.ts';
import { openStory, says } from '../../support/factories/case-drafts.ts';
import { DISPUTE, makeServiceItem, makeStep } from '../../support/factories/service-items.ts';
import { actingFor, makeViewer } from './viewers.ts';

function passport(key: string, holds: boolean): PassportAnswer {
  return { key, reason: { rule: key, holds, zh: key, en: key }, source: '', materials: [], rules: [] };
}

function caseWith(item = DISPUTE) {
  const story = openStory(item);
  const plan = { ...story.draft.case.plan, passports: [passport('dibao', true), passport('file', false)] };
  return { story, record: { ...story.draft.case, plan } };
}

const keysFor = (viewer: Parameters<typeof shownPassports>[0], { story, record }: ReturnType<typeof caseWith>) =>
  shownPassports(viewer, record, story.draft.referrals).map(({ key }) => key);

describe('why a case was decided so', () => {
  it.each(VIEWER_ROLES)('is for %s to read as the table says', (role) => {
    const { record } = caseWith();

    expect(mayReadDecision(makeViewer(role), record)).toBe(['WINDOW', 'SUPERVISOR', 'WORKER'].includes(role));
  });

  it('of a confidential case is not for a supervisor', () => {
    const { record } = caseWith();

    expect(mayReadDecision(makeViewer('SUPERVISOR'), { ...record, confidential: true })).toBe(false);
  });
});

describe('what stood in for a paper', () => {
  const mediator = makeViewer('MEDIATOR', actingFor('agency-mediation', 'UNION_MEDIATION'));

  it('is shown whole to the window, and only where it holds to whoever handles the matter', () => {
    const found = caseWith();

    expect(keysFor(makeViewer('WINDOW'), found)).toEqual(['dibao', 'file']);
    expect(keysFor(mediator, found)).toEqual(['dibao']);
    expect(keysFor(makeViewer('AGENCY', actingFor('agency-court', 'COURT_FILING')), found)).toEqual([]);
  });

  it('is not shown before an agency that sees a card has accepted', () => {
    const [only, ...rest] = DISPUTE.steps;
    const first = makeStep('mediation', { ...only, card: ['form.kind'], disclosure: 'CARD_FIRST' });
    const found = caseWith(makeServiceItem({ ...DISPUTE, steps: [first, ...rest] }));
    const before = keysFor(mediator, found);

    says(found.story, 'mediation', 'ACCEPT');

    expect([before, keysFor(mediator, found)]).toEqual([[], ['dibao']]);
  });
});
