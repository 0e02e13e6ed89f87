import type { Bilingual } from '#domain/catalogue/clock-rule.ts';

/** The six groups of labour disputes (劳动争议调解仲裁法 art. 2). A dispute may be of several. */
export const DISPUTE_GROUPS = [
  'RELATIONSHIP_CONFIRMATION',
  'CONTRACT',
  'SEPARATION',
  'CONDITIONS_AND_INSURANCE',
  'PAY_AND_COMPENSATION',
  'OTHER_STATUTORY',
] as const;
export type DisputeGroup = (typeof DISPUTE_GROUPS)[number];

export const DISPUTE_GROUP_NAMES: Readonly<Record<DisputeGroup, Bilingual>> = {
  RELATIONSHIP_CONFIRMATION: { zh: '确认劳动关系', en: 'Confirmation of the employment relationship' },
  CONTRACT: { zh: '订立、履行、变更、解除、终止劳动合同', en: 'The employment contract from its making to its end' },
  SEPARATION: { zh: '除名、辞退、辞职、离职', en: 'Dismissal and resignation' },
  CONDITIONS_AND_INSURANCE: {
    zh: '工时、休息休假、社会保险、福利、培训、劳动保护',
    en: 'Hours, leave, insurance, benefits, training, protection',
  },
  PAY_AND_COMPENSATION: {
    zh: '劳动报酬、工伤医疗费、经济补偿、赔偿金',
    en: 'Pay, medical cost of injuries, severance, damages',
  },
  OTHER_STATUTORY: { zh: '法律、法规规定的其他劳动争议', en: 'Other disputes named by law' },
};
