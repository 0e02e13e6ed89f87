import { SignJWT } from 'jose';
import { AUDIENCE, DEMO_ISSUER } from '#app/identity/demo-issuer.ts';
import { demoSecrets } from '#app/secrets.ts';

/** Who can be played in the demonstration, and what their token says. */
export const PERSONAS = {
  window: {
    role: 'WINDOW',
    name: '韦志强（受理窗口）',
    division: '990100',
    agency: 'union',
    roles: ['UNION_WINDOW', 'UNION_MEMBERSHIP', 'UNION_MUTUAL_AID', 'UNION_SERVICE'],
  },
  mediator: {
    role: 'MEDIATOR',
    name: '黄调解员（工会调解工作室）',
    division: '990100',
    agency: 'union',
    roles: ['UNION_MEDIATION'],
  },
  township: {
    role: 'TOWNSHIP',
    name: '榕江街道经办人',
    division: '990101',
    agency: 'township',
    roles: ['TOWNSHIP_VISIT'],
  },
  supervisor: { role: 'SUPERVISOR', name: '莫海燕（督导）', division: '990100', agency: 'union', roles: ['UNION_AID'] },
  worker: {
    role: 'WORKER',
    name: '覃桂兰（职工）',
    division: '990101',
    person: '01990000-0000-7000-8000-000000000001',
  },
  operator: { role: 'OPERATOR', name: '系统运维', division: '990100' },
  auditor: { role: 'AUDITOR', name: '审计', division: '990100' },
  court: {
    role: 'AGENCY',
    name: '青榕区人民法院',
    division: '990101',
    agency: 'court',
    roles: ['COURT_FILING', 'COURT_MEDIATION', 'JUDICIAL_CONFIRMATION'],
  },
  hr: {
    role: 'AGENCY',
    name: '桂江市人社局',
    division: '990100',
    agency: 'hr-bureau',
    roles: ['HR_ARBITRATION', 'LABOUR_INSPECTION', 'WORK_INJURY', 'SOCIAL_INSURANCE', 'EMPLOYMENT_SERVICE'],
  },
  'civil-affairs': {
    role: 'AGENCY',
    name: '青榕区民政局',
    division: '990101',
    agency: 'civil-affairs',
    roles: ['CIVIL_AFFAIRS_CHECK', 'CIVIL_AFFAIRS_ASSISTANCE'],
  },
  'medical-insurance': {
    role: 'AGENCY',
    name: '桂江市医疗保障局',
    division: '990100',
    agency: 'medical-insurance',
    roles: ['MEDICAL_INSURANCE'],
  },
  'legal-aid': { role: 'AGENCY', name: '法律援助中心', division: '990100', agency: 'legal-aid', roles: ['LEGAL_AID'] },
  education: { role: 'AGENCY', name: '桂江市教育局', division: '990100', agency: 'education', roles: ['EDUCATION'] },
  housing: { role: 'AGENCY', name: '桂江市住房保障中心', division: '990100', agency: 'housing', roles: ['HOUSING'] },
  emergency: {
    role: 'AGENCY',
    name: '桂江市应急管理局',
    division: '990100',
    agency: 'emergency',
    roles: ['EMERGENCY_MANAGEMENT'],
  },
  health: { role: 'AGENCY', name: '桂江市卫生健康委员会', division: '990100', agency: 'health', roles: ['HEALTH'] },
  charity: { role: 'AGENCY', name: '桂江市慈善会', division: '990100', agency: 'charity', roles: ['CHARITY'] },
  'psychological-service': {
    role: 'AGENCY',
    name: '心之家职工心理服务中心',
    division: '990100',
    agency: 'psychological-service',
    roles: ['PSYCHOLOGICAL_SUPPORT'],
  },
  'anonymous-partner': { role: 'PARTNER', name: '无范围的对接密钥', division: '990100' },
} as const;

export type PersonaName = keyof typeof PERSONAS;

export function isPersonaName(text: string): text is PersonaName {
  return Object.hasOwn(PERSONAS, text);
}

/** A token good on every demo stack for a month. Needs neither a running stack nor a database. */
export async function personaToken(name: PersonaName): Promise<string> {
  const { demoTokenKey } = demoSecrets();
  if (!demoTokenKey) throw new TypeError('the demo secrets hold no token key');
  return new SignJWT({ ...PERSONAS[name] })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(`persona:${name}`)
    .setIssuer(DEMO_ISSUER)
    .setAudience(AUDIENCE)
    .setIssuedAt()
    .setExpirationTime('30d')
    .sign(demoTokenKey);
}
