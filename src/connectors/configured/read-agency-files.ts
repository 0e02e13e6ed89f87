import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { inFileOrder, readYaml } from '#platform/yaml-file.ts';
import { AgencyFile } from './agency-file.ts';

/** Files of agencies cannot be used. Every fault with file and line; the start-up shows them and stops. */
export class AgencyFileError extends Error {
  override readonly name = 'AgencyFileError';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`files of agencies cannot be used:\n${faults.join('\n')}`);
    this.faults = faults;
  }
}

/** Reads `<folder>/*.yaml`. `taken` are the codes that have a connector of their own. Throws AgencyFileError. */
export function readAgencyFiles(folder: string, taken: ReadonlySet<string>): readonly AgencyFile[] {
  const files: AgencyFile[] = [];
  const faults: string[] = [];
  for (const name of readdirSync(folder)
    .filter((entry) => entry.endsWith('.yaml'))
    .toSorted()) {
    const fileName = join('agencies', name);
    const reading = readYaml(readFileSync(join(folder, name), 'utf8'), fileName, AgencyFile);
    if (!reading.ok) {
      faults.push(...reading.faults);
      continue;
    }
    const { code } = reading.value;
    if (code !== basename(name, '.yaml')) {
      faults.push(reading.faultAt(['code'], `the agency ${code} belongs in a file of that name`));
    }
    if (taken.has(code)) faults.push(reading.faultAt(['code'], `the agency ${code} has a connector of its own`));
    if (RESERVED.has(code)) faults.push(reading.faultAt(['code'], `${code} would take a setting of the platform`));
    files.push(reading.value);
  }
  if (faults.length > 0) throw new AgencyFileError(inFileOrder(faults));
  return files;
}

/** Their `<CODE>_URL` means something else: the database and the queue. */
const RESERVED: ReadonlySet<string> = new Set(['database', 'redis']);
