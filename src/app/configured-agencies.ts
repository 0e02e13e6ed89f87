import path from 'node:path';
import { CATALOGUE_FOLDER } from '#app/catalogue-folder.ts';
import { AgencyFileError, type ConfiguredAgencies, readAgencies } from '#connectors/index.ts';
import { BadSettingsError, parseSettings } from '#platform/env.ts';

const FOLDER = path.join(CATALOGUE_FOLDER, 'agencies');

/** The agencies by file alone with their settings. Throws BadSettingsError with every fault of the files or settings. */
export function configuredAgencies(
  source: Readonly<Record<string, string | undefined>>,
  folder = FOLDER,
): ConfiguredAgencies {
  const agencies = readFiles(folder);
  const shapes = agencies.map(({ settingsShape }) => settingsShape);
  return { agencies, settings: parseSettings(Object.assign({}, ...shapes), source) };
}

function readFiles(folder: string): ConfiguredAgencies['agencies'] {
  try {
    return readAgencies(folder);
  } catch (error) {
    if (!(error instanceof AgencyFileError)) throw error;
    throw new BadSettingsError(error.faults.map(placeAndProblem));
  }
}

/** `agencies/housing.yaml:3: …` → the place stands where a variable's name would. */
function placeAndProblem(fault: string) {
  const [, place = 'catalogue/agencies', problem = fault] = /^(.+?:\d+): ([\s\S]*)$/.exec(fault) ?? [];
  return { variable: place, problem };
}
