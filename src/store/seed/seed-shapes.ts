import { z } from 'zod';
import { AGENCY_ROLES, agencyCode } from '#domain/agencies/agency-code.ts';
import { DISPUTE_GROUPS } from '#domain/disputes/dispute-groups.ts';
import { MEDIATION_ORG_KINDS } from '#domain/disputes/mediation-org-kinds.ts';
import { MEDIATOR_PROFESSIONS, MEDIATOR_STATUSES } from '#domain/disputes/mediator.ts';
import { localDate, parseLocalDate } from '#domain/referrals/local-date.ts';
import { parseBankCard } from '#domain/registry/bank-card.ts';
import { isDemoCreditCode, isUnionCreditCode, parseCreditCode } from '#domain/registry/credit-code.ts';
import { isDemoDivision, parseDivisionCode } from '#domain/registry/division-code.ts';
import { HARDSHIP_CATEGORIES, HARDSHIP_FILE_STATUSES } from '#domain/registry/hardship-file.ts';
import { EMPLOYMENT_GROUPS, MEMBERSHIP_STATUSES, UNION_LEVELS } from '#domain/registry/membership.ts';
import { MUTUAL_AID_STATUSES } from '#domain/registry/mutual-aid-enrolment.ts';

// The shapes of prisma/seed/*.yaml. Whatever is seeded is of province 99, so that a demo never shows a real place,
// organisation or person, not even by a slip of the pen.

const Bilingual = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });

const DemoDivisionCode = z.string().transform((text, context) => {
  const code = parseDivisionCode(text);
  if (code.ok && isDemoDivision(code.value)) return code.value;
  context.addIssue(code.ok ? 'a division outside province 99' : `no division code: ${code.fault}`);
  return z.NEVER;
});

const DemoCreditCode = z.string().transform((text, context) => {
  const code = parseCreditCode(text);
  if (code.ok && isDemoCreditCode(code.value) && isUnionCreditCode(code.value)) return code.value;
  context.addIssue(code.ok ? 'not the credit code of a union of region 99' : `no credit code: ${code.fault}`);
  return z.NEVER;
});

const Day = z
  .string()
  .refine((text) => parseLocalDate(text).ok, 'not a date YYYY-MM-DD')
  .transform(localDate);

/** Only a reference here; the number itself is checked where the person stands. */
const PersonReference = z.string().regex(/^99\d{15}[\dX]$/, 'not an identity number of region 99');

const AgencyCodeText = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'not an agency code')
  .transform(agencyCode);

export const DivisionsFile = z.strictObject({
  divisions: z
    .array(z.strictObject({ code: DemoDivisionCode, name: Bilingual, successor: DemoDivisionCode.optional() }))
    .min(1),
});

export const AgenciesFile = z.strictObject({
  agencies: z.array(
    z.strictObject({
      code: AgencyCodeText,
      name: Bilingual,
      offices: z.array(
        z.strictObject({
          role: z.enum(AGENCY_ROLES),
          division: DemoDivisionCode,
          name: Bilingual,
          capacity: z.int().positive().optional(),
        }),
      ),
    }),
  ),
});

const MediatorEntry = z.strictObject({
  name: z.string().min(1),
  organisation: z.string().min(1),
  professions: z.array(z.enum(MEDIATOR_PROFESSIONS)).min(1),
  expertise: z.array(z.enum(DISPUTE_GROUPS)),
  rosterCourt: z.string().optional(),
  status: z.enum(MEDIATOR_STATUSES).default('ACTIVE'),
});

export const MediationFile = z.strictObject({
  rooms: z.array(
    z.strictObject({
      office: z.strictObject({ agency: AgencyCodeText, role: z.enum(AGENCY_ROLES), division: DemoDivisionCode }),
      kind: z.enum(MEDIATION_ORG_KINDS),
      name: Bilingual,
      mediators: z.array(MediatorEntry),
    }),
  ),
});

export const OrganisationsFile = z.strictObject({
  organisations: z.array(
    z.strictObject({
      key: z.string().min(1),
      name: z.string().min(1),
      level: z.enum(UNION_LEVELS),
      division: DemoDivisionCode,
      creditCode: DemoCreditCode.optional(),
      parent: z.string().optional(),
      industrialParent: z.string().optional(),
    }),
  ),
});

/** Begins with 99, as every number of the demo does. */
const DemoBankCard = z.string().transform((text, context) => {
  const card = parseBankCard(text);
  if (card.ok && card.value.number.startsWith('99')) return card.value.number;
  context.addIssue(card.ok ? 'a bank card outside 99' : `no bank card: ${card.fault}`);
  return z.NEVER;
});

export const PeopleFile = z.strictObject({
  ids: z.record(PersonReference, z.uuid()),
  bankCards: z.record(PersonReference, DemoBankCard),
  memberships: z.array(
    z.strictObject({
      person: PersonReference,
      organisation: z.string(),
      status: z.enum(MEMBERSHIP_STATUSES),
      group: z.enum(EMPLOYMENT_GROUPS).optional(),
      joined: Day,
    }),
  ),
  hardshipFiles: z.array(
    z.strictObject({
      fileNo: z.string().min(1),
      person: PersonReference,
      category: z.enum(HARDSHIP_CATEGORIES),
      status: z.enum(HARDSHIP_FILE_STATUSES),
      householdSize: z.int().positive(),
      filed: Day.optional(),
      division: DemoDivisionCode,
    }),
  ),
  mutualAidEnrolments: z.array(
    z.strictObject({
      person: PersonReference,
      plan: z.string().min(1),
      from: Day,
      to: Day,
      status: z.enum(MUTUAL_AID_STATUSES),
    }),
  ),
});
