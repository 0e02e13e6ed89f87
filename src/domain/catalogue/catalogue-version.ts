import type { ServiceItemVersion } from '#domain/catalogue/service-item.ts';
import { nextVersionStatus, type VersionStatus, versionRefusalOf } from '#domain/catalogue/version-transitions.ts';
import { refuse } from '#domain/errors.ts';

/** A version of a service item with its life: who drafted, rehearsed, published and retired it, and when. */
export interface CatalogueVersion extends ServiceItemVersion {
  readonly code: string;
  readonly digest: string;
  readonly status: VersionStatus;
  /** Why it was drafted, in its author's words; absent for one that came from the files. */
  readonly note?: string | undefined;
  readonly draftedAt: Date;
  readonly draftedBy: string;
  readonly rehearsedAt?: Date | undefined;
  /** Absent for one that never came into force. */
  readonly publishedAt?: Date | undefined;
  readonly publishedBy?: string | undefined;
  readonly retiredAt?: Date | undefined;
}

/** Written as the author of versions that came from `catalogue/items`. */
export const CATALOGUE_FILES = 'catalogue-files';

export function rehearsed(version: CatalogueVersion, at: Date): CatalogueVersion {
  return { ...version, status: moved(version, 'REHEARSE'), rehearsedAt: at };
}

export function published(version: CatalogueVersion, by: string, at: Date): CatalogueVersion {
  return { ...version, status: moved(version, 'PUBLISH'), publishedBy: by, publishedAt: at };
}

export function discarded(version: CatalogueVersion, at: Date): CatalogueVersion {
  return { ...version, status: moved(version, 'DISCARD'), retiredAt: at };
}

export function replaced(version: CatalogueVersion, at: Date): CatalogueVersion {
  return { ...version, status: moved(version, 'REPLACE'), retiredAt: at };
}

function moved(version: CatalogueVersion, event: Parameters<typeof nextVersionStatus>[1]): VersionStatus {
  const next = nextVersionStatus(version.status, event);
  if (next) return next;
  const refusal = versionRefusalOf(version.status, event);
  if (refusal === 'NOT_REHEARSED') refuse('VERSION_NOT_REHEARSED', ['versionId']);
  refuse('TRANSITION_REFUSED', ['versionId'], { currentStatus: version.status });
}
