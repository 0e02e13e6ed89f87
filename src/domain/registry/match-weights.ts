/** 姓名 · 出生日期 · 电话 · 县级区划 · 用人单位 */
export const MATCH_PART_KINDS = ['NAME', 'BIRTH_DATE', 'PHONE', 'DIVISION', 'EMPLOYER'] as const;
export type MatchPartKind = (typeof MATCH_PART_KINDS)[number];

/**
 * △ What each part that agrees adds; 100 in all. Our own choice, no law or standard gives one: name and birth date are what
 * a card shows, a telephone is often shared in a family, place and employer only tell namesakes apart.
 */
export const MATCH_WEIGHTS: Readonly<Record<MatchPartKind, number>> = {
  NAME: 40,
  BIRTH_DATE: 30,
  PHONE: 20,
  DIVISION: 5,
  EMPLOYER: 5,
};

/** △ From here on somebody is shown to the window: a telephone alone is enough to be looked at. */
export const PROPOSED_FROM = 20;

/** △ From here on two entries of the register are shown as perhaps one person: a name and one more part. */
export const LINK_SUGGESTED_FROM = 60;

/** More would not be read. */
export const MOST_CANDIDATES = 10;
