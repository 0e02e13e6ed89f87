import { z } from 'zod';
import { CLOCK_STARTS, CLOCK_STOPS, CLOCK_UNITS, CONFIDENCES, PAUSE_CAUSES } from '#domain/catalogue/clock-rule.ts';
import { ASSESSMENT_KINDS } from '#domain/catalogue/eligibility/assessment.ts';
import { DISCLOSURES, FORM_FIELD_KINDS, JURISDICTIONS, LEGAL_BASES } from '#domain/catalogue/service-item.ts';

// The shapes of catalogue/clocks/*.yaml, catalogue/clocks/regions/*.yaml and catalogue/items/*.yaml. What an item says about itself is judged in
// #domain/catalogue/catalogue-faults.ts; here a role is any word, so that those faults are found in the same run.

// JSON in PostgreSQL holds neither NUL nor half a surrogate pair, which YAML can write as escapes.
const Text = z
  .string()
  .trim()
  .min(1)
  .refine((text) => text.isWellFormed() && !text.includes('\0'), 'holds characters that cannot be kept');
const Bilingual = z.strictObject({ zh: Text, en: Text });
const Code = z.string().regex(/^[A-Z][A-Z0-9_]*$/, 'a code is written LIKE_THIS');
const Key = z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'a key is written like-this');

const Consequence = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('OUTCOME'), outcome: Code, text: Bilingual }),
  z.strictObject({ kind: z.literal('ESCALATE'), text: Bilingual }),
  z.strictObject({ kind: z.literal('REASSIGN'), text: Bilingual }),
  z.strictObject({ kind: z.literal('INFORM'), text: Bilingual }),
  z.strictObject({ kind: z.literal('LAPSE_RATING'), text: Bilingual }),
]);

const Clock = z
  .strictObject({
    name: Bilingual,
    source: Text,
    confidence: z.enum(CONFIDENCES),
    start: z.enum(CLOCK_STARTS),
    startsWith: Bilingual.optional(),
    stops: z.array(z.enum(CLOCK_STOPS)).default([]),
    length: z.int().positive(),
    unit: z.enum(CLOCK_UNITS),
    direction: z.enum(['AFTER', 'BEFORE']).optional(),
    rollOver: z.boolean(),
    pausesForSupplement: z.boolean().default(false),
    pausesFor: z.array(z.enum(PAUSE_CAUSES)).min(1).optional(),
    extension: z.strictObject({ length: z.int().positive().optional(), granted: Bilingual }).optional(),
    practice: z.strictObject({ unit: z.enum(CLOCK_UNITS), source: Text, confidence: z.enum(CONFIDENCES) }).optional(),
    consequence: Consequence,
  })
  .superRefine(({ direction, start, extension, pausesFor }, context) => {
    if (direction !== 'BEFORE' || (start === 'STATED' && !extension && !pausesFor)) return;
    const message = 'a clock that counts back starts on a stated day (STATED), without extension or pause';
    context.addIssue({ code: 'custom', path: ['direction'], message });
  });

export const ClockFile = z.strictObject({ clocks: z.record(Code, Clock) });

export const RegionFile = z
  .strictObject({
    region: z.strictObject({
      divisionPrefix: z
        .string()
        .regex(/^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$/, 'not the leading digits of a division, as text'),
      name: Bilingual,
    }),
    /** Keys of national rules that are counted here as practice has it. */
    practise: z.array(Code).default([]),
    clocks: z.record(Code, Clock).default({}),
  })
  .refine(({ practise, clocks }) => practise.length + Object.keys(clocks).length > 0, 'a region without a rule');

/** Only keywords of JSON Schema that our forms use: the validator passes over a misspelt one without a word. */
const FormProperty = z.strictObject({
  type: z.enum(['string', 'integer', 'boolean', 'array']),
  title: Bilingual,
  kind: z.enum(FORM_FIELD_KINDS).optional(),
  enum: z.array(Text).min(1).optional(),
  pattern: Text.refine(isPattern, 'not a regular expression').optional(),
  minLength: z.int().nonnegative().optional(),
  maxLength: z.int().positive().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  minItems: z.int().nonnegative().optional(),
  maxItems: z.int().positive().optional(),
  items: z.strictObject({ type: z.literal('string'), enum: z.array(Text).min(1).optional() }).optional(),
});

const Outcome = z.strictObject({
  name: Bilingual,
  needsAmount: z.boolean().optional(),
  // An empty list would leave the case open with nobody to act.
  leadsTo: z.union(
    [
      z.strictObject({ next: z.array(Key).min(1, 'leads to no step') }),
      z.strictObject({ finish: Code }),
      z.strictObject({ endBranch: z.literal(true) }),
    ],
    {
      error: 'none of { next: [step, …] }, { finish: CODE } and { endBranch: true }',
    },
  ),
});

const Condition = z.strictObject({ rule: Code, when: Text, because: Bilingual, notBecause: Bilingual });

const Material = z.strictObject({ key: Key, name: Bilingual, required: z.boolean(), when: Text.optional() });

const Passport = Condition.extend({
  key: Key,
  materials: z.array(Key).default([]),
  rules: z.array(Code).default([]),
  source: Text,
  confidence: z.enum(CONFIDENCES),
});

const Step = z.strictObject({
  key: Key,
  name: Bilingual,
  role: Text,
  jurisdiction: z.enum(JURISDICTIONS),
  consent: Key.optional(),
  card: z.array(Text).default([]),
  discloses: z.array(Text),
  disclosure: z.enum(DISCLOSURES).default('AT_ONCE'),
  clocks: z.array(Code),
  applies: Condition.optional(),
  waitsFor: z.array(Key).default([]),
  outcomes: z.record(Code, Outcome),
});

export const ItemFile = z.strictObject({
  code: Key,
  name: Bilingual,
  audience: Bilingual,
  offeredIn: z
    .array(z.string().regex(/^\d{2,12}$/, 'the leading digits of a division'))
    .min(1)
    .optional(),
  form: z.strictObject({
    type: z.literal('object'),
    required: z.array(Text),
    properties: z.record(z.string().regex(/^[a-z][A-Za-z0-9]*$/, 'a field is written likeThis'), FormProperty),
  }),
  materials: z.array(Material).default([]),
  consents: z.array(
    z.strictObject({
      line: Key,
      text: Bilingual,
      recipientRole: Text,
      purpose: Text,
      fields: z.array(Text).min(1),
      legalBasis: z.enum(LEGAL_BASES),
      required: z.boolean(),
      expiresAfterDays: z.int().positive().optional(),
    }),
  ),
  assessment: z.enum(ASSESSMENT_KINDS).optional(),
  eligibility: z.array(Condition),
  passports: z.array(Passport).default([]),
  lead: Key.optional(),
  whenAllEnd: Code.optional(),
  confidential: z.boolean().optional(),
  repeatable: z.boolean().optional(),
  start: z.array(Key).min(1),
  steps: z.array(Step).min(1),
  caseClocks: z.array(Code),
});

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}
