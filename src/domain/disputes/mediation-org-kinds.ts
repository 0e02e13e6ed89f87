import type { Bilingual, Confidence } from '#domain/catalogue/clock-rule.ts';

export const MEDIATION_ORG_KINDS = [
  'ENTERPRISE_COMMITTEE',
  'PEOPLES_MEDIATION',
  'TOWNSHIP_STREET',
  'REGIONAL_INDUSTRY',
  'ARBITRATION_COURT_CENTER',
  'UNION_LEGAL_STATION',
  'COURT_INVITED',
  'CENTER',
  'STUDIO',
  'STATION',
  'PARK_THREE_MASTERS',
  'ONE_ROOM_THREE_COURTS',
  'COURT_UNION_STUDIO',
] as const;
export type MediationOrgKind = (typeof MEDIATION_ORG_KINDS)[number];

interface OrgKind {
  readonly name: Bilingual;
  readonly source: string;
  readonly confidence: Confidence;
}

/** Who mediates, and where we know that kind from. */
export const MEDIATION_ORG_KIND_NAMES: Readonly<Record<MediationOrgKind, OrgKind>> = {
  ENTERPRISE_COMMITTEE: kind('企业劳动争议调解委员会', 'Enterprise mediation committee', '劳动争议调解仲裁法第十条'),
  PEOPLES_MEDIATION: kind(
    '基层人民调解组织',
    "People's mediation organisation",
    '劳动争议调解仲裁法第十条；人民调解法第七条、第八条',
  ),
  TOWNSHIP_STREET: kind('乡镇街道调解组织', 'Township or street mediation', '劳动争议调解仲裁法第十条'),
  REGIONAL_INDUSTRY: kind(
    '区域性、行业性调解组织',
    'Regional or industrial mediation',
    '浙江省劳动人事争议调解仲裁条例第七条',
  ),
  ARBITRATION_COURT_CENTER: kind(
    '仲裁院调解中心',
    'Mediation centre of the arbitration court',
    '人社部发〔2022〕71号',
    'SECONDARY',
  ),
  UNION_LEGAL_STATION: kind(
    '职工法律服务工作站',
    'Union legal service station',
    '人社部发〔2022〕71号；广西工会',
    'SECONDARY',
  ),
  COURT_INVITED: kind(
    '特邀调解组织',
    'Organisation invited by the court',
    '特邀调解规定第五条、第六条；人民法院在线调解规则第二十八条',
  ),
  CENTER: kind('调解中心（一中心）', 'Mediation centre', '广西“一中心、多工作室、多站点”', 'SECONDARY'),
  STUDIO: kind('调解工作室', 'Mediation studio', '广西“一中心、多工作室、多站点”', 'SECONDARY'),
  STATION: kind('调解站点', 'Mediation station', '广西“一中心、多工作室、多站点”', 'SECONDARY'),
  PARK_THREE_MASTERS: kind('园区“三师一室”', 'Park room of three professionals', '江西“三师一室”', 'SECONDARY'),
  ONE_ROOM_THREE_COURTS: kind('一室三庭', 'One workroom, three tribunals', '泰州高新区“一室三庭”', 'SECONDARY'),
  COURT_UNION_STUDIO: kind(
    '法院＋工会诉调对接工作室',
    'Court and union docking studio',
    '“法院+工会”诉调对接',
    'SECONDARY',
  ),
};

function kind(zh: string, en: string, source: string, confidence: Confidence = 'CONFIRMED'): OrgKind {
  return { name: { zh, en }, source, confidence };
}
