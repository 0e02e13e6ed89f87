import type { IntakeForm } from '#domain/cases/case.ts';
import { causeOfAction } from '#domain/disputes/causes-of-action.ts';
import { DISPUTE_GROUP_NAMES, DISPUTE_GROUPS, type DisputeGroup } from '#domain/disputes/dispute-groups.ts';
import type { Mediator } from '#domain/disputes/mediator.ts';
import type { Reason } from '#domain/errors.ts';

export interface MediatorSuggestion {
  readonly mediator: Mediator;
  readonly reasons: readonly Reason[];
}

/**
 * Who could take a dispute of these groups, best first: those who know most of its groups, among them the least loaded.
 * Only mediators who are active; whoever decides sees why each stands where they stand.
 */
export function suggestMediators(
  mediators: readonly Mediator[],
  groups: readonly DisputeGroup[],
): readonly MediatorSuggestion[] {
  return mediators
    .filter(({ status }) => status === 'ACTIVE')
    .map((mediator) => ({ mediator, known: groups.filter((group) => mediator.expertise.includes(group)) }))
    .toSorted(
      (a, b) =>
        b.known.length - a.known.length ||
        a.mediator.load - b.mediator.load ||
        (a.mediator.id < b.mediator.id ? -1 : 1),
    )
    .map(({ mediator, known }) => ({ mediator, reasons: [expertise(groups, known), load(mediator)] }));
}

/** What a dispute is about, as far as the answers on its form say it. */
export function groupsOfForm(form: IntakeForm): readonly DisputeGroup[] {
  const stated = Array.isArray(form['disputeGroups']) ? form['disputeGroups'] : [];
  const named = form['causeOfAction'];
  const cause = typeof named === 'string' ? causeOfAction(named)?.group : undefined;
  return DISPUTE_GROUPS.filter(
    (group) =>
      stated.includes(group) ||
      cause === group ||
      (group === 'PAY_AND_COMPENSATION' && form['arrearsAmount'] !== undefined),
  );
}

function expertise(groups: readonly DisputeGroup[], known: readonly DisputeGroup[]): Reason {
  const rule = 'MEDIATOR_EXPERTISE';
  if (groups.length === 0)
    return { rule, holds: false, zh: '争议类别未知，不比较专长', en: 'The kind of dispute is not known' };
  if (known.length === 0)
    return { rule, holds: false, zh: '专长不在本争议类别', en: 'No expertise in this kind of dispute' };
  return {
    rule,
    holds: true,
    zh: `熟悉${known.map((group) => DISPUTE_GROUP_NAMES[group].zh).join('；')}`,
    en: `Knows: ${known.map((group) => DISPUTE_GROUP_NAMES[group].en).join('; ')}`,
  };
}

function load({ load: open }: Mediator): Reason {
  return { rule: 'MEDIATOR_LOAD', holds: open === 0, zh: `在办 ${open} 件`, en: `${open} open` };
}
