/** What a form asks of one field, as far as an answer depends on it. */
interface Property {
  readonly type: 'string' | 'integer' | 'boolean' | 'array';
  readonly enum?: readonly string[];
  readonly items?: { readonly enum?: readonly string[] };
  readonly minimum?: number;
  readonly minLength?: number;
  /** The only one in the catalogue is that of a telephone number. */
  readonly pattern?: string;
  readonly 'x-kind'?: string;
}

const OF_KIND: Readonly<Record<string, string>> = {
  money: '1200.00',
  date: '2026-03-02',
  'credit-code': '91450103MA0000007C',
  'bank-card': '6222021234567890128',
};

/** Answers for every question of a form that its schema takes: the first choice, the least number. */
export function sampleForm(schema: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const properties = schema['properties'] as Readonly<Record<string, Property>>;
  return Object.fromEntries(Object.entries(properties).map(([field, property]) => [field, sampleAnswer(property)]));
}

function sampleAnswer(property: Property): unknown {
  if (property.type === 'integer') return property.minimum ?? 1;
  if (property.type === 'boolean') return true;
  if (property.type === 'array') return [property.items?.enum?.[0] ?? '一项'];
  if (property.pattern) return '13900000000';
  const kind = property['x-kind'];
  return (
    property.enum?.[0] ?? (kind && OF_KIND[kind]) ?? '情况说明'.repeat(Math.ceil((property.minLength ?? 1) / 4) + 1)
  );
}
