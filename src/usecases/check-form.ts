import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import type { IntakeForm } from '#domain/cases/case.ts';
import { formJsonSchema } from '#domain/catalogue/form-json-schema.ts';
import type { FormDefinition, FormFieldKind } from '#domain/catalogue/service-item.ts';
import type { UserFault } from '#domain/errors.ts';
import { parsed, type ParseResult } from '#domain/parse-result.ts';
import { parseLocalDate } from '#domain/referrals/local-date.ts';
import { parseBankCard } from '#domain/registry/bank-card.ts';
import { parseCreditCode } from '#domain/registry/credit-code.ts';
import { parseYuan } from '#domain/registry/yuan.ts';

/** Every fault of a form at once, each with its path under `form`. Unknown fields are faults too: nothing is kept silently. */
export function formFaults(definition: FormDefinition, form: IntakeForm): readonly UserFault[] {
  const validate = validatorOf(definition);
  const shape = validate(form) ? [] : (validate.errors ?? []).map(faultOf);
  const faulty = new Set(shape.map((fault) => fault.path?.at(-1)));
  const kinds = Object.entries(definition.properties).flatMap(([field, property]) => {
    const value = form[field];
    if (!property.kind || typeof value !== 'string' || faulty.has(field)) return [];
    const kind = KINDS[property.kind];
    return kind.read(value).ok ? [] : [{ code: kind.code, path: ['form', field] } satisfies UserFault];
  });
  return [...shape, ...kinds];
}

/** A faultless form in the one writing that is stored and sent on: `１６５００` becomes `16500.00`. */
export function writtenForm(definition: FormDefinition, form: IntakeForm): IntakeForm {
  return Object.fromEntries(
    Object.entries(form).map(([field, value]) => {
      const kind = definition.properties[field]?.kind;
      const read = kind && typeof value === 'string' ? KINDS[kind].read(value) : undefined;
      return [field, read?.ok ? read.value : value];
    }),
  );
}

interface FieldKind {
  readonly code: UserFault['code'];
  read(text: string): ParseResult<string>;
}

const KINDS: Readonly<Record<FormFieldKind, FieldKind>> = {
  money: { code: 'AMOUNT_INVALID', read: parseYuan },
  date: { code: 'DATE_INVALID', read: parseLocalDate },
  'credit-code': { code: 'CREDIT_CODE_INVALID', read: parseCreditCode },
  'bank-card': { code: 'FORM_FIELD_INVALID', read: readBankCard },
};

function readBankCard(text: string): ParseResult<string> {
  const card = parseBankCard(text);
  return card.ok ? parsed(card.value.number) : card;
}

// Compiling a schema takes milliseconds and each version's form is one object for the life of the process.
const validators = new WeakMap<FormDefinition, ValidateFunction>();
const ajv = new Ajv2020({ allErrors: true, strict: false, ownProperties: true });

function validatorOf(definition: FormDefinition): ValidateFunction {
  const known = validators.get(definition);
  if (known) return known;
  const compiled = ajv.compile(formJsonSchema(definition));
  validators.set(definition, compiled);
  return compiled;
}

function faultOf(error: ErrorObject): UserFault {
  const at = error.instancePath.split('/').filter(Boolean);
  const params = error.params as { missingProperty?: string; additionalProperty?: string };
  if (params.missingProperty) return { code: 'FORM_FIELD_MISSING', path: ['form', ...at, params.missingProperty] };
  if (params.additionalProperty)
    return { code: 'FORM_FIELD_INVALID', path: ['form', ...at, params.additionalProperty] };
  return { code: error.keyword === 'enum' ? 'CHOICE_INVALID' : 'FORM_FIELD_INVALID', path: ['form', ...at] };
}
