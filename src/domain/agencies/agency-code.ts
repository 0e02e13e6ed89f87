/**
 * An agency (承办单位) is one organisation behind one connector: code = connector folder = webhook URL = settings prefix.
 * Lower-case kebab, e.g. `hr-bureau` for 人社局.
 */
export type AgencyCode = string & { readonly __brand: 'AgencyCode' };

const AGENCY_CODE = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Throws RangeError for a malformed code: codes come from configuration and from the register, never from users. */
export function agencyCode(text: string): AgencyCode {
  if (!AGENCY_CODE.test(text)) throw new RangeError(`not an agency code: ${text}`);
  return text as AgencyCode;
}

/**
 * What an agency can be asked to do (承办角色). Plans name roles, never agencies: the HR bureau plays three of them,
 * and another city may give arbitration to an office of its own.
 */
export const AGENCY_ROLES = [
  'UNION_WINDOW',
  'UNION_MEDIATION',
  'UNION_AID',
  'UNION_MEMBERSHIP',
  'UNION_MUTUAL_AID',
  'UNION_SERVICE',
  'HR_ARBITRATION',
  'LABOUR_INSPECTION',
  'WORK_INJURY',
  'SOCIAL_INSURANCE',
  'EMPLOYMENT_SERVICE',
  'COURT_MEDIATION',
  'COURT_FILING',
  'JUDICIAL_CONFIRMATION',
  'CIVIL_AFFAIRS_CHECK',
  'CIVIL_AFFAIRS_ASSISTANCE',
  'TOWNSHIP_VISIT',
  'LEGAL_AID',
  'MEDICAL_INSURANCE',
  'EDUCATION',
  'HOUSING',
  'HEALTH',
  'EMERGENCY_MANAGEMENT',
  'PSYCHOLOGICAL_SUPPORT',
  'CHARITY',
  'PAYING_BANK',
] as const;

export type AgencyRole = (typeof AGENCY_ROLES)[number];
