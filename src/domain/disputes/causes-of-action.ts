import type { Bilingual } from '#domain/catalogue/clock-rule.ts';
import type { DisputeGroup } from '#domain/disputes/dispute-groups.ts';

/**
 * Causes of action (案由) of labour and personnel disputes: the 17 leaves as courts publish them. The text of
 * 民事案件案由规定 itself was not at hand. The statutory group beside each is our reading, for finding a mediator.
 */
export const CAUSES_OF_ACTION = {
  LABOR_RELATIONSHIP: cause('确认劳动关系纠纷', 'Confirmation of employment', 'RELATIONSHIP_CONFIRMATION'),
  COLLECTIVE_CONTRACT: cause('集体合同纠纷', 'Collective contract', 'CONTRACT'),
  LABOR_DISPATCH: cause('劳务派遣合同纠纷', 'Labour dispatch', 'CONTRACT'),
  PART_TIME: cause('非全日制用工纠纷', 'Part-time work', 'CONTRACT'),
  WAGE_RECOVERY: cause('追索劳动报酬纠纷', 'Recovery of pay', 'PAY_AND_COMPENSATION'),
  SEVERANCE: cause('经济补偿金纠纷', 'Severance pay', 'PAY_AND_COMPENSATION'),
  NON_COMPETE: cause('竞业限制纠纷', 'Non-compete', 'CONTRACT'),
  PENSION_BENEFIT: cause('养老保险待遇纠纷', 'Pension benefits', 'CONDITIONS_AND_INSURANCE'),
  WORK_INJURY_BENEFIT: cause('工伤保险待遇纠纷', 'Work injury benefits', 'CONDITIONS_AND_INSURANCE'),
  MEDICAL_BENEFIT: cause('医疗保险待遇纠纷', 'Medical benefits', 'CONDITIONS_AND_INSURANCE'),
  MATERNITY_BENEFIT: cause('生育保险待遇纠纷', 'Maternity benefits', 'CONDITIONS_AND_INSURANCE'),
  UNEMPLOYMENT_BENEFIT: cause('失业保险待遇纠纷', 'Unemployment benefits', 'CONDITIONS_AND_INSURANCE'),
  WELFARE_BENEFIT: cause('福利待遇纠纷', 'Welfare benefits', 'CONDITIONS_AND_INSURANCE'),
  PERSONNEL_CONTRACT: cause('聘用合同纠纷', 'Personnel contract', 'CONTRACT'),
  APPOINTMENT_CONTRACT: cause('聘任合同纠纷', 'Appointment contract', 'CONTRACT'),
  RESIGNATION: cause('辞职纠纷', 'Resignation', 'SEPARATION'),
  DISMISSAL: cause('辞退纠纷', 'Dismissal', 'SEPARATION'),
} as const satisfies Readonly<Record<string, Cause>>;

export type CauseOfAction = keyof typeof CAUSES_OF_ACTION;

interface Cause {
  readonly name: Bilingual;
  readonly group: DisputeGroup;
}

const BY_CODE: ReadonlyMap<string, Cause> = new Map(Object.entries(CAUSES_OF_ACTION));
const BY_WORDING: ReadonlyMap<string, CauseOfAction> = new Map(
  (Object.keys(CAUSES_OF_ACTION) as CauseOfAction[]).map((code) => [CAUSES_OF_ACTION[code].name.zh, code]),
);

/** By code; undefined for what is none of the leaves. */
export function causeOfAction(code: string): Cause | undefined {
  return BY_CODE.get(code);
}

/** By the court's wording; undefined for a branch (劳动争议) and for anything else. */
export function causeWorded(text: string): CauseOfAction | undefined {
  return BY_WORDING.get(text.trim());
}

function cause(zh: string, en: string, group: DisputeGroup): Cause {
  return { name: { zh, en }, group };
}
