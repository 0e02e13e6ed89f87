import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { z } from 'zod';
import { type CatalogueFault, catalogueFaults, type ServiceItemDraft } from '#domain/catalogue/catalogue-faults.ts';
import type { ClockRule } from '#domain/catalogue/clock-rule.ts';
import type { ServiceItem } from '#domain/catalogue/service-item.ts';
import { ClockFile, ItemFile } from '#store/catalogue/catalogue-shapes.ts';
import { inFileOrder, readYaml } from '#store/catalogue/yaml-file.ts';

/** The catalogue cannot be used, as a whole: half a catalogue would turn people away. Every fault with file and line. */
export class CatalogueFileError extends Error {
  override readonly name = 'CatalogueFileError';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`the catalogue cannot be used:\n${faults.join('\n')}`);
    this.faults = faults;
  }
}

interface Found<Value> {
  readonly values: readonly Value[];
  readonly faults: readonly string[];
}

/** Reads `clocks/*.yaml` and `items/*.yaml` once, at start-up. Throws CatalogueFileError. */
export async function readCatalogue(folder: string): Promise<readonly ServiceItem[]> {
  const clocks = await readClocks(folder);
  const items = await readItems(
    folder,
    new Map(clocks.values.map((rule) => [rule.key, rule])),
    clocks.faults.length === 0,
  );
  const faults = [...clocks.faults, ...items.faults];
  if (faults.length > 0) throw new CatalogueFileError(inFileOrder(faults));
  return items.values;
}

async function readClocks(folder: string): Promise<Found<ClockRule>> {
  const values: ClockRule[] = [];
  const faults: string[] = [];
  for (const fileName of await yamlFiles(folder, 'clocks', faults)) {
    const reading = readYaml(await readFile(join(folder, fileName), 'utf8'), fileName, ClockFile);
    if (!reading.ok) {
      faults.push(...reading.faults);
      continue;
    }
    for (const [key, rule] of Object.entries(reading.value.clocks)) {
      if (values.some((other) => other.key === key))
        faults.push(reading.faultAt(['clocks', key], `a second clock ${key}`));
      else values.push({ key, ...rule });
    }
  }
  return { values, faults };
}

async function readItems(
  folder: string,
  clocks: ReadonlyMap<string, ClockRule>,
  clocksAreKnown: boolean,
): Promise<Found<ServiceItem>> {
  const values: ServiceItem[] = [];
  const faults: string[] = [];
  for (const fileName of await yamlFiles(folder, 'items', faults)) {
    const reading = readYaml(await readFile(join(folder, fileName), 'utf8'), fileName, ItemFile);
    if (!reading.ok) {
      faults.push(...reading.faults);
      continue;
    }
    const draft = withClocks(reading.value, clocks);
    const own = catalogueFaults(draft).filter((fault) => clocksAreKnown || !isAboutClocks(fault));
    faults.push(...own.map((fault) => reading.faultAt(fault.path, fault.message)));
    if (draft.code !== basename(fileName, '.yaml')) {
      faults.push(reading.faultAt(['code'], `the item ${draft.code} belongs in a file of that name`));
    }
    // Without faults every role is one of AGENCY_ROLES, which is all that sets the draft apart.
    values.push(draft as ServiceItem);
  }
  return { values, faults };
}

/** After a fault in the clocks' own files every clock would be missing; saying so in each step helps nobody. */
function isAboutClocks({ path }: CatalogueFault): boolean {
  return path[0] === 'caseClocks' || path.includes('clocks');
}

/** A version carries the rules it names, so that a later change of a clock file never reaches a published version. */
function withClocks(item: z.infer<typeof ItemFile>, clocks: ReadonlyMap<string, ClockRule>): ServiceItemDraft {
  const named = new Set([...item.steps.flatMap((step) => step.clocks), ...item.caseClocks]);
  return { ...item, clocks: Object.fromEntries([...clocks].filter(([key]) => named.has(key))) };
}

async function yamlFiles(folder: string, kind: string, faults: string[]): Promise<readonly string[]> {
  const names = (await readdir(join(folder, kind))).filter((name) => name.endsWith('.yaml'));
  if (names.length === 0) faults.push(`${kind}: no file here`);
  return names.toSorted().map((name) => join(kind, name));
}
