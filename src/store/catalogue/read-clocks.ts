import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import type { ClockRule } from '#domain/catalogue/clock-rule.ts';
import { practisedIn } from '#domain/catalogue/practised-in.ts';
import { inFileOrder, readYaml, type YamlReading } from '#platform/yaml-file.ts';
import { CatalogueFileError } from '#store/catalogue/catalogue-file-error.ts';
import { ClockFile, RegionFile } from '#store/catalogue/catalogue-shapes.ts';
import { yamlFiles } from '#store/catalogue/yaml-folder.ts';

export interface ClockReading {
  readonly national: readonly ClockRule[];
  /** Each with its region. */
  readonly local: readonly ClockRule[];
  readonly faults: readonly string[];
}

/** Every rule there is, those that no item names included: national ones first. Throws CatalogueFileError. */
export async function readClockRules(folder: string): Promise<readonly ClockRule[]> {
  const { national, local, faults } = await readClocks(folder);
  if (faults.length > 0) throw new CatalogueFileError(inFileOrder(faults));
  return [...national, ...local];
}

/** Reads `clocks/*.yaml` and, on top of them, `clocks/regions/*.yaml`. */
export async function readClocks(folder: string): Promise<ClockReading> {
  const national: ClockRule[] = [];
  const faults: string[] = [];
  const files = await yamlFiles(folder, 'clocks');
  if (files.length === 0) faults.push('clocks: no file here');
  for (const fileName of files) {
    const reading = readYaml(await readFile(join(folder, fileName), 'utf8'), fileName, ClockFile);
    if (!reading.ok) {
      faults.push(...reading.faults);
      continue;
    }
    for (const [key, rule] of Object.entries(reading.value.clocks)) {
      if (national.some((other) => other.key === key))
        faults.push(reading.faultAt(['clocks', key], `a second clock ${key}`));
      else national.push({ key, ...rule });
    }
  }
  const local = await readRegions(folder, national, faults.length === 0);
  return { national, local: local.rules, faults: [...faults, ...local.faults] };
}

interface Regions {
  readonly rules: readonly ClockRule[];
  readonly faults: readonly string[];
}

async function readRegions(
  folder: string,
  national: readonly ClockRule[],
  nationalAreKnown: boolean,
): Promise<Regions> {
  const rules: ClockRule[] = [];
  const faults: string[] = [];
  for (const fileName of await yamlFiles(folder, 'clocks/regions')) {
    const reading = readYaml(await readFile(join(folder, fileName), 'utf8'), fileName, RegionFile);
    if (!reading.ok) {
      faults.push(...reading.faults);
      continue;
    }
    for (const found of [...ownRules(reading, national), ...practisedRules(reading, national, nationalAreKnown)]) {
      const { fault, rule } = found;
      if (fault !== undefined) faults.push(fault);
      if (rule && rules.some((other) => isSamePlace(other, rule)))
        faults.push(reading.faultAt(found.path, `a second clock ${rule.key} for ${rule.region?.divisionPrefix}`));
      else if (rule) rules.push(rule);
    }
  }
  return { rules, faults };
}

type RegionReading = Extract<YamlReading<z.infer<typeof RegionFile>>, { readonly ok: true }>;

interface FoundRule {
  readonly path: readonly PropertyKey[];
  readonly rule?: ClockRule;
  readonly fault?: string;
}

function ownRules({ value, faultAt }: RegionReading, national: readonly ClockRule[]): readonly FoundRule[] {
  return Object.entries(value.clocks).map(([key, written]) => {
    const path = ['clocks', key];
    const rule: ClockRule = { key, ...written, region: value.region };
    const base = national.find((other) => other.key === key);
    // A place may count otherwise; what the clock does to a case is decided once, for every plan that names it.
    if (base && doesOtherwise(rule, base))
      return { path, fault: faultAt(path, `${key} starts, stops or ends otherwise than the national rule`) };
    return { path, rule };
  });
}

function practisedRules(
  { value, faultAt }: RegionReading,
  national: readonly ClockRule[],
  nationalAreKnown: boolean,
): readonly FoundRule[] {
  return value.practise.map((key, index) => {
    const path = ['practise', index];
    const base = national.find((other) => other.key === key);
    if (!base) return nationalAreKnown ? { path, fault: faultAt(path, `no clock ${key}`) } : { path };
    const rule = practisedIn(base, value.region);
    return rule ? { path, rule } : { path, fault: faultAt(path, `no practice is known for ${key}`) };
  });
}

function doesOtherwise(local: ClockRule, national: ClockRule): boolean {
  return (
    local.start !== national.start ||
    local.stops.join() !== national.stops.join() ||
    whatFollows(local) !== whatFollows(national)
  );
}

function whatFollows({ consequence }: ClockRule): string {
  return consequence.kind === 'OUTCOME' ? `OUTCOME ${consequence.outcome}` : consequence.kind;
}

function isSamePlace(a: ClockRule, b: ClockRule): boolean {
  return a.key === b.key && a.region?.divisionPrefix === b.region?.divisionPrefix;
}
