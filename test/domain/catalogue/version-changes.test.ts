import { describe, expect, it } from 'vitest';
import { changesBetween } from '#domain/catalogue/version-changes.ts';
import { DISPUTE, makeClockRule, makeStep } from '../../support/factories/service-items.ts';

describe('what a version says otherwise than another', () => {
  it('is nothing when both say the same, in whatever order their keys and steps came back', () => {
    const shuffled = {
      ...(Object.fromEntries(Object.entries(DISPUTE).toReversed()) as unknown as typeof DISPUTE),
      steps: DISPUTE.steps.toReversed(),
    };

    expect(changesBetween(DISPUTE, shuffled)).toEqual([]);
  });

  it('names a step by its key, a clock by its own, and gives the texts of single values', () => {
    const after = {
      ...DISPUTE,
      steps: [
        ...DISPUTE.steps
          .filter(({ key }) => key !== 'court')
          .map((step) => (step.key === 'arbitration' ? { ...step, jurisdiction: 'WORKPLACE' as const } : step)),
        makeStep('visit'),
      ],
      clocks: {
        ...DISPUTE.clocks,
        ARB_AWARD: makeClockRule('ARB_AWARD', { ...DISPUTE.clocks['ARB_AWARD'], length: 60 }),
      },
    };

    expect(changesBetween(DISPUTE, after)).toEqual([
      { kind: 'CHANGED', path: 'steps.arbitration.jurisdiction', before: 'RESIDENCE', after: 'WORKPLACE' },
      { kind: 'REMOVED', path: 'steps.court' },
      { kind: 'ADDED', path: 'steps.visit' },
      { kind: 'CHANGED', path: 'clocks.ARB_AWARD.length', before: '45', after: '60' },
    ]);
  });

  it('shows a list of words as a whole', () => {
    const after = {
      ...DISPUTE,
      start: ['mediation', 'court'],
      materials: [{ key: 'id', name: DISPUTE.name, required: true }],
    };

    expect(changesBetween(DISPUTE, after)).toEqual([
      { kind: 'ADDED', path: 'materials.id' },
      { kind: 'CHANGED', path: 'start', before: '["mediation"]', after: '["mediation","court"]' },
    ]);
  });
});
