import type { Import } from './imports.ts';

/**
 * Which layer may import which. `entry` are the files directly under src/. The table stands in CONTRIBUTING.md in words
 * and in .oxlintrc.json as patterns; this one resolves each import, and so sees through whatever way it is written.
 */
export const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  domain: ['domain'],
  platform: ['platform'],
  usecases: ['domain', 'platform', 'usecases'],
  store: ['domain', 'generated', 'platform', 'store'],
  connectors: ['connectors', 'domain', 'platform'],
  jobs: ['domain', 'jobs', 'platform', 'usecases'],
  resolvers: ['domain', 'generated', 'platform', 'resolvers', 'usecases'],
  app: ['app', 'connectors', 'domain', 'generated', 'jobs', 'platform', 'resolvers', 'store', 'usecases'],
  entry: ['app', 'platform'],
  sandbox: ['sandbox'],
};

/** Libraries that one place hides from the rest; the folder is where they may be named. */
const HOMES: readonly { readonly library: RegExp; readonly folders: readonly string[] }[] = [
  { library: /^(bullmq|ioredis)(\/|$)/, folders: ['src/jobs/queue/'] },
  { library: /^@prisma\//, folders: ['src/store/'] },
  { library: /^pg$/, folders: ['src/store/', 'src/jobs/queue/', 'src/platform/embedded-postgres/'] },
  { library: /^undici$/, folders: ['src/connectors/kit/'] },
];

const PACKAGES_OF_THE_DOMAIN = new Set(['decimal.js', '@marcbachmann/cel-js']);

export function layerOf(path: string): string {
  const [top, second, ...deeper] = path.split('/');
  if (top !== 'src') return top ?? '';
  return deeper.length === 0 ? 'entry' : (second ?? '');
}

/** Why this import may not be, or undefined when it may. */
export function refusalOf(arrow: Import): string | undefined {
  return arrow.target === undefined ? packageRefusal(arrow) : layerRefusal(arrow.from, arrow.target);
}

function packageRefusal({ from, specifier }: Import): string | undefined {
  if (layerOf(from) === 'domain' && !PACKAGES_OF_THE_DOMAIN.has(specifier)) return 'the domain imports no package';
  if (!from.startsWith('src/')) return undefined;
  const home = HOMES.find(({ library }) => library.test(specifier));
  if (home === undefined || home.folders.some((folder) => from.startsWith(folder))) return undefined;
  return `${specifier} belongs to ${home.folders.join(', ')}`;
}

function layerRefusal(from: string, target: string): string | undefined {
  const layer = layerOf(from);
  const targetLayer = layerOf(target);
  if (!MAY_IMPORT[layer]?.includes(targetLayer)) return `${layer} may not import ${targetLayer}`;
  if (layer === 'store' && targetLayer === 'generated' && !target.startsWith('src/generated/prisma/')) {
    return 'the store uses the generated database client only';
  }
  if (layer === 'resolvers' && targetLayer === 'generated' && target !== 'src/generated/graphql.ts') {
    return 'resolvers use the generated GraphQL types only';
  }
  return layer === targetLayer ? siblingRefusal(layer, from, target) : undefined;
}

/** Folders within one layer: connectors and resolvers do not know each other, use cases meet at an index.ts. */
function siblingRefusal(layer: string, from: string, target: string): string | undefined {
  const own = folderWithinLayer(from);
  const other = folderWithinLayer(target);
  if (own === other) return undefined;
  if (layer === 'connectors') {
    if (own === undefined || other === 'kit') return undefined;
    return own === 'kit' ? 'the kit knows no connector' : 'a connector knows neither its siblings nor the register';
  }
  if (layer === 'resolvers' && own !== undefined && (other !== undefined || target === 'src/resolvers/index.ts')) {
    return 'resolvers of one capability do not import those of another';
  }
  if (layer === 'usecases' && own !== undefined && other !== undefined && target !== `src/usecases/${other}/index.ts`) {
    return 'use cases of another capability are reached through its index.ts';
  }
  return undefined;
}

function folderWithinLayer(path: string): string | undefined {
  const [, , folder, ...rest] = path.split('/');
  return rest.length === 0 ? undefined : folder;
}
