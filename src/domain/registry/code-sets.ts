/**
 * National code sets that several agencies use, with our words for them. Only sets whose codes were read in a source;
 * agencies that number differently (one live system has 0 for women) are translated in their connector.
 */

/** 人的性别代码 GB/T 2261.1. */
const SEX_BY_CODE = { '0': 'UNKNOWN', '1': 'MALE', '2': 'FEMALE', '9': 'NOT_STATED' } as const;

type SexCode = keyof typeof SEX_BY_CODE;
export type Sex = (typeof SEX_BY_CODE)[SexCode];

/** Undefined for a code the standard does not have. */
export function sexFromCode(code: string): Sex | undefined {
  return Object.hasOwn(SEX_BY_CODE, code) ? SEX_BY_CODE[code as SexCode] : undefined;
}
