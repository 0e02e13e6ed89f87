/**
 * National code sets that several agencies use, with our words for them. Only sets whose codes were read in a source;
 * agencies that number differently (one live system has 0 for women) are translated in their connector.
 */

/** 人的性别代码 GB/T 2261.1. */
export const SEX_BY_CODE = { '0': 'UNKNOWN', '1': 'MALE', '2': 'FEMALE', '9': 'NOT_STATED' } as const;

export type SexCode = keyof typeof SEX_BY_CODE;
export type Sex = (typeof SEX_BY_CODE)[SexCode];

export const SEXES: readonly Sex[] = Object.values(SEX_BY_CODE);

/** Undefined for a code the standard does not have. */
export function sexFromCode(code: string): Sex | undefined {
  return Object.hasOwn(SEX_BY_CODE, code) ? SEX_BY_CODE[code as SexCode] : undefined;
}

/**
 * Papers a person may show (证件类型), in our words. Only the resident identity card has a number that can be checked
 * here; the others are kept as written.
 */
export const ID_DOCUMENT_TYPES = {
  RESIDENT_ID: '居民身份证',
  HK_MACAO_TRAVEL_PERMIT: '港澳居民来往内地通行证',
  TAIWAN_TRAVEL_PERMIT: '台湾居民来往大陆通行证',
  HK_MACAO_TAIWAN_RESIDENCE_PERMIT: '港澳台居民居住证',
  FOREIGN_PERMANENT_RESIDENT_ID: '外国人永久居留身份证',
  PASSPORT: '护照',
  OFFICER_ID: '军官证',
} as const;

export type IdDocumentType = keyof typeof ID_DOCUMENT_TYPES;
