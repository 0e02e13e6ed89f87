import { z } from 'zod';

const Lockfile = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      dev: z.boolean().optional(),
      license: z.string().optional(),
      name: z.string().optional(),
    }),
  ),
});

const Sbom = z.looseObject({
  components: z.array(z.looseObject({ purl: z.string(), 'bom-ref': z.string() })),
  dependencies: z.array(z.looseObject({ ref: z.string(), dependsOn: z.array(z.string()).default([]) })).default([]),
});
export type Sbom = z.infer<typeof Sbom>;

/** Package URL → licence as the lockfile knows it; empty where it does not. What is there for development alone is left out. */
export function productionPackages(lockfile: unknown): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [place, entry] of Object.entries(Lockfile.parse(lockfile).packages)) {
    if (place === '' || entry.dev === true || entry.version === undefined) continue;
    const name = entry.name ?? place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
    found.set(`pkg:npm/${name.replace('@', '%40')}@${entry.version}`, entry.license ?? '');
  }
  return found;
}

/** The bill without packages that production does not have. */
export function withoutDevelopment(bill: unknown, production: ReadonlyMap<string, string>): Sbom {
  const sbom = Sbom.parse(bill);
  const components = sbom.components.filter(({ purl }) => production.has(purl));
  const left = new Set(components.map((component) => component['bom-ref']));
  const dependencies = sbom.dependencies
    .filter(({ ref }) => left.has(ref))
    .map((dependency) => ({ ...dependency, dependsOn: dependency.dependsOn.filter((ref) => left.has(ref)) }));
  return { ...sbom, components, dependencies };
}

export function missingFrom({ components }: Sbom, production: ReadonlyMap<string, string>): readonly string[] {
  const listed = new Set(components.map(({ purl }) => purl));
  return [...production.keys()].filter((purl) => !listed.has(purl));
}
