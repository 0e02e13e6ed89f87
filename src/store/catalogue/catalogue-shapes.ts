import { z } from 'zod';
import { CLOCK_STARTS, CLOCK_UNITS, CONFIDENCES } from '#domain/catalogue/clock-rule.ts';
import { FORM_FIELD_KINDS, JURISDICTIONS, LEGAL_BASES } from '#domain/catalogue/service-item.ts';

// The shapes of catalogue/clocks/*.yaml and catalogue/items/*.yaml. What an item says about itself is judged in
// #domain/catalogue/catalogue-faults.ts; here a role is any word, so that those faults are found in the same run.

const Text = z.string().trim().min(1);
const Bilingual = z.strictObject({ zh: Text, en: Text });
const Code = z.string().regex(/^[A-Z][A-Z0-9_]*$/, 'a code is written LIKE_THIS');
const Key = z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'a key is written like-this');

const Consequence = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('OUTCOME'), outcome: Code, text: Bilingual }),
  z.strictObject({ kind: z.literal('ESCALATE'), text: Bilingual }),
  z.strictObject({ kind: z.literal('LAPSE_RATING'), text: Bilingual }),
]);

const Clock = z.strictObject({
  name: Bilingual,
  source: Text,
  confidence: z.enum(CONFIDENCES),
  start: z.enum(CLOCK_STARTS),
  stops: z.array(z.enum(['RECEIVED', 'ACCEPTED'])),
  length: z.int().positive(),
  unit: z.enum(CLOCK_UNITS),
  rollOver: z.boolean(),
  pausesForSupplement: z.boolean(),
  consequence: Consequence,
});

export const ClockFile = z.strictObject({ clocks: z.record(Code, Clock) });

/** Only keywords of JSON Schema that our forms use: the validator passes over a misspelt one without a word. */
const FormProperty = z.strictObject({
  type: z.enum(['string', 'integer', 'boolean', 'array']),
  title: Bilingual,
  kind: z.enum(FORM_FIELD_KINDS).optional(),
  enum: z.array(Text).min(1).optional(),
  pattern: z.string().refine(isPattern, 'not a regular expression').optional(),
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
  // An empty list would leave the case open with nobody to act.
  leadsTo: z.union(
    [z.strictObject({ next: z.array(Key).min(1, 'leads to no step') }), z.strictObject({ finish: Code })],
    {
      error: 'neither { next: [step, …] } nor { finish: CODE }',
    },
  ),
});

const Step = z.strictObject({
  key: Key,
  name: Bilingual,
  role: Text,
  jurisdiction: z.enum(JURISDICTIONS),
  consent: Key.optional(),
  discloses: z.array(Text),
  clocks: z.array(Code),
  outcomes: z.record(Code, Outcome),
});

export const ItemFile = z.strictObject({
  code: Key,
  name: Bilingual,
  audience: Bilingual,
  form: z.strictObject({
    type: z.literal('object'),
    required: z.array(Text),
    properties: z.record(z.string().regex(/^[a-z][A-Za-z0-9]*$/, 'a field is written likeThis'), FormProperty),
  }),
  consents: z.array(
    z.strictObject({
      line: Key,
      text: Bilingual,
      recipientRole: Text,
      purpose: Text,
      fields: z.array(Text).min(1),
      legalBasis: z.enum(LEGAL_BASES),
      required: z.boolean(),
    }),
  ),
  eligibility: z.array(z.strictObject({ rule: Code, when: Text, because: Bilingual, notBecause: Bilingual })),
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
