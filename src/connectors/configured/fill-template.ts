import { inNameOrder } from '#connectors/kit/json-body.ts';
import type { DisclosedValue, EffectKey, EffectMessage } from '#domain/agencies/agency-connector.ts';

/** Nested maps whose leaves name a field of the message; a `?` behind it says that it may be missing. */
export type Template = string | { readonly [name: string]: Template };

type FieldValue = DisclosedValue | Readonly<Record<string, DisclosedValue>> | undefined;

const FIELDS: Readonly<Record<string, (message: EffectMessage, key: EffectKey) => FieldValue>> = {
  key: (_message, key) => key,
  kind: ({ kind }) => kind,
  referralId: ({ referralId }) => referralId,
  acceptanceNo: ({ acceptanceNo }) => acceptanceNo,
  role: ({ role }) => role,
  serviceItemCode: ({ serviceItemCode }) => serviceItemCode,
  serviceItemName: ({ serviceItemName }) => serviceItemName,
  divisionCode: ({ divisionCode }) => divisionCode,
  issuedAt: ({ issuedAt }) => issuedAt.toISOString(),
  note: ({ note }) => note,
  'applicant.name': ({ applicant }) => applicant.name,
  'applicant.residentId': ({ applicant }) => applicant.residentId,
  'applicant.phone': ({ applicant }) => applicant.phone,
  // In the order of the names, so that the same content is the same bytes every time.
  form: ({ fields }) => inNameOrder(fields),
};

const FORM_FIELD = /^form\.(\w+)$/;

/** For people who misspelt one. */
export const MESSAGE_FIELDS = [...Object.keys(FIELDS), 'form.<field>'].join(', ');

export function isMessageField(text: string): boolean {
  const name = text.replace(/\?$/, '');
  return Object.hasOwn(FIELDS, name) || FORM_FIELD.test(name);
}

export type Filled =
  | { readonly ok: true; readonly variables: object }
  | { readonly ok: false; readonly missing: string };

/** The variables for one effect, or the first field that the plan's step does not disclose though the agency needs it. */
export function fillTemplate(
  template: Readonly<Record<string, Template>>,
  message: EffectMessage,
  key: EffectKey,
): Filled {
  let missing: string | undefined;

  function fill(part: Template): unknown {
    if (typeof part !== 'string') {
      return Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, fill(inner)]));
    }
    const name = part.replace(/\?$/, '');
    const value = fieldOf(name, message, key);
    if (value === undefined && name === part) missing ??= name;
    return value ?? null;
  }

  const variables = fill(template) as object;
  return missing === undefined ? { ok: true, variables } : { ok: false, missing };
}

function fieldOf(name: string, message: EffectMessage, key: EffectKey): FieldValue {
  const field = FORM_FIELD.exec(name)?.[1];
  if (field === undefined) return FIELDS[name]?.(message, key);
  return Object.hasOwn(message.fields, field) ? message.fields[field] : undefined;
}
