import { type AgencyProcess, startAgency } from '../../sandbox/support/start-agency.ts';

/** The three agencies that hold something about people, each a process of its own. */
export const SOURCES = ['court', 'hr-bureau', 'civil-affairs'] as const;
export type Source = (typeof SOURCES)[number];

const ADDRESS: Readonly<Record<Source, string>> = {
  court: 'COURT_URL',
  'hr-bureau': 'HR_BUREAU_URL',
  'civil-affairs': 'CIVIL_AFFAIRS_URL',
};

export type CityAgencies = Readonly<Record<Source, AgencyProcess>>;

export async function startCityAgencies(): Promise<CityAgencies> {
  const [court, hrBureau, civilAffairs] = await Promise.all(SOURCES.map((source) => startAgency(source)));
  if (!court || !hrBureau || !civilAffairs) throw new Error('three agencies were started');
  return { court, 'hr-bureau': hrBureau, 'civil-affairs': civilAffairs };
}

/** Where they are reached, as the gateway's settings say it. */
export function addressesOf(agencies: Readonly<Record<Source, { readonly url: string }>>): Record<string, string> {
  return Object.fromEntries(SOURCES.map((source) => [ADDRESS[source], agencies[source].url]));
}

export async function disposeOf(agencies: CityAgencies): Promise<void> {
  await Promise.all(SOURCES.map((source) => agencies[source].dispose()));
}
