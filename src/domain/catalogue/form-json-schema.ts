import type { FormDefinition } from '#domain/catalogue/service-item.ts';

/**
 * The intake form as JSON Schema (2020-12) that any validator or form library takes: `title` is the Chinese label, the
 * English one and our own check stand under `x-` keys. Fields that were not asked for are not accepted.
 */
export function formJsonSchema(form: FormDefinition): Readonly<Record<string, unknown>> {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: form.type,
    required: form.required,
    additionalProperties: false,
    properties: Object.fromEntries(
      Object.entries(form.properties).map(([name, { title, kind, ...keywords }]) => [
        name,
        { ...keywords, title: title.zh, 'x-title-en': title.en, ...(kind && { 'x-kind': kind }) },
      ]),
    ),
  };
}
