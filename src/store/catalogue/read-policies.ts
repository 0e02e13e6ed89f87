import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { CONFIDENCES } from '#domain/catalogue/clock-rule.ts';
import type { PolicyTable } from '#domain/catalogue/policy-table.ts';
import { localDate, parseLocalDate } from '#domain/referrals/local-date.ts';
import { parseYuan } from '#domain/registry/yuan.ts';
import { inFileOrder, readYaml, type YamlReading } from '#platform/yaml-file.ts';

/** The policy table cannot be used: a wrong figure would turn households away. Every fault with file and line. */
export class PolicyFileError extends Error {
  override readonly name = 'PolicyFileError';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`the policy table cannot be used:\n${faults.join('\n')}`);
    this.faults = faults;
  }
}

const Day = z
  .string()
  .refine((text) => parseLocalDate(text).ok, 'not a date YYYY-MM-DD')
  .transform(localDate);

const Amount = z.string('an amount is quoted text').transform((text, context) => {
  const amount = parseYuan(text);
  if (amount.ok && Number(amount.value) > 0) return amount.value;
  context.addIssue("not an amount in yuan such as '880.00'");
  return z.NEVER;
});

const Factor = z
  .string('a factor is quoted text')
  .regex(/^(0|[1-9]\d?)(\.\d{1,4})?$/, "not a factor such as '1.5'")
  .refine((text) => Number(text) > 0, 'a factor of nothing');

const HardshipFile = z.strictObject({
  hardship: z.array(
    z.strictObject({
      divisionPrefix: z.string().regex(/^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$/, 'not the leading digits of a division'),
      effectiveFrom: Day,
      effectiveUntil: Day.optional(),
      dibaoMonthly: Amount,
      relativeMultiplier: Factor.optional(),
      accidentalRule: z
        .discriminatedUnion('kind', [
          z.strictObject({ kind: z.literal('NET_BELOW'), dibaoMultiple: Factor }),
          z.strictObject({ kind: z.literal('COST_ABOVE'), shareOfIncome: Factor }),
        ])
        .optional(),
      source: z.string().trim().min(1),
      confidence: z.enum(CONFIDENCES),
    }),
  ),
});

/** Reads `hardship.yaml` of the folder once, at start-up. Throws PolicyFileError. */
export async function readPolicies(folder: string): Promise<PolicyTable> {
  const fileName = 'hardship.yaml';
  return parseHardshipPolicies(await readFile(join(folder, fileName), 'utf8'), fileName);
}

/** Throws PolicyFileError. `fileName` is only for the message. */
export function parseHardshipPolicies(text: string, fileName: string): PolicyTable {
  const reading = readYaml(text, fileName, HardshipFile);
  if (!reading.ok) throw new PolicyFileError(reading.faults);
  const faults = rowFaults(reading);
  if (faults.length > 0) throw new PolicyFileError(inFileOrder(faults));
  return reading.value;
}

type HardshipReading = Extract<YamlReading<z.infer<typeof HardshipFile>>, { ok: true }>;

function rowFaults({ value: { hardship: rows }, faultAt }: HardshipReading): readonly string[] {
  return rows.flatMap((row, index) => {
    const path = ['hardship', index];
    const { divisionPrefix, effectiveFrom, effectiveUntil, relativeMultiplier, accidentalRule } = row;
    const isSecond = rows
      .slice(0, index)
      .some((other) => other.divisionPrefix === divisionPrefix && other.effectiveFrom === effectiveFrom);
    const lineBelowDibao = relativeMultiplier !== undefined && Number(relativeMultiplier) < 1;
    const bandIsEmpty =
      accidentalRule?.kind === 'NET_BELOW' && Number(accidentalRule.dibaoMultiple) <= Number(relativeMultiplier ?? 1);
    return [
      ...(isSecond ? [faultAt(path, `a second row of ${divisionPrefix} from ${effectiveFrom}`)] : []),
      ...(effectiveUntil !== undefined && effectiveUntil < effectiveFrom
        ? [faultAt([...path, 'effectiveUntil'], 'ends before it begins')]
        : []),
      ...(lineBelowDibao ? [faultAt([...path, 'relativeMultiplier'], 'below the line of deep hardship')] : []),
      ...(bandIsEmpty ? [faultAt([...path, 'accidentalRule'], 'nobody lies between the relative line and this')] : []),
    ];
  });
}
