import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { z } from 'zod';
import { type CatalogueFault, catalogueFaults, type ServiceItemDraft } from '#domain/catalogue/catalogue-faults.ts';
import type { ClockRule } from '#domain/catalogue/clock-rule.ts';
import type { ServiceItem } from '#domain/catalogue/service-item.ts';
import type { TextFault } from '#domain/errors.ts';
import { inFileOrder, readYaml, readYamlText } from '#platform/yaml-file.ts';
import { CatalogueFileError } from '#store/catalogue/catalogue-file-error.ts';
import { ItemFile } from '#store/catalogue/catalogue-shapes.ts';
import { type ClockReading, readClocks } from '#store/catalogue/read-clocks.ts';
import { yamlFiles } from '#store/catalogue/yaml-folder.ts';

/** Reads the clocks and `items/*.yaml` once, at start-up. Throws CatalogueFileError. */
export async function readCatalogue(folder: string): Promise<readonly ServiceItem[]> {
  const clocks = await readClocks(folder);
  const items = await readItems(folder, clocks);
  const faults = [...clocks.faults, ...items.faults];
  if (faults.length > 0) throw new CatalogueFileError(inFileOrder(faults));
  return items.values;
}

/** An item whose text is in no file yet, judged as if it were: a ServiceItem, or every fault with its line. */
export function readDefinition(
  text: string,
  clocks: readonly ClockRule[],
): { readonly ok: true; readonly item: ServiceItem } | { readonly ok: false; readonly faults: readonly TextFault[] } {
  const reading = readYamlText(text, ItemFile);
  if (!reading.ok) return reading;
  const draft = withClocks(reading.value, {
    national: clocks.filter(({ region }) => !region),
    local: clocks.filter(({ region }) => region),
  });
  const faults = catalogueFaults(draft).map((fault) => reading.faultAt(fault.path, fault.message));
  if (faults.length > 0) return { ok: false, faults: faults.toSorted((a, b) => a.line - b.line) };
  return { ok: true, item: draft as ServiceItem };
}

async function readItems(
  folder: string,
  clocks: ClockReading,
): Promise<{ readonly values: readonly ServiceItem[]; readonly faults: readonly string[] }> {
  const values: ServiceItem[] = [];
  const faults: string[] = [];
  const files = await yamlFiles(folder, 'items');
  if (files.length === 0) faults.push('items: no file here');
  for (const fileName of files) {
    const reading = readYaml(await readFile(join(folder, fileName), 'utf8'), fileName, ItemFile);
    if (!reading.ok) {
      faults.push(...reading.faults);
      continue;
    }
    const draft = withClocks(reading.value, clocks);
    const own = catalogueFaults(draft).filter((fault) => clocks.faults.length === 0 || !isAboutClocks(fault));
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
function withClocks(
  item: z.infer<typeof ItemFile>,
  { national, local }: Omit<ClockReading, 'faults'>,
): ServiceItemDraft {
  const named = new Set([...item.steps.flatMap((step) => step.clocks), ...item.caseClocks]);
  const clocks = Object.fromEntries(national.filter(({ key }) => named.has(key)).map((rule) => [rule.key, rule]));
  const regional = Map.groupBy(
    local.filter(({ key }) => Object.hasOwn(clocks, key)),
    ({ key }) => key,
  );
  return { ...item, clocks, ...(regional.size > 0 && { regionalClocks: Object.fromEntries(regional) }) };
}
