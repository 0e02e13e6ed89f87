import type { Viewer } from '#domain/access/viewer.ts';
import { type CatalogueVersion, discarded, published, replaced } from '#domain/catalogue/catalogue-version.ts';
import { refuse } from '#domain/errors.ts';
import type { Stores } from '#domain/stores.ts';
import { once, type OnceResult } from '#usecases/once.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

export interface VersionInput {
  readonly idempotencyKey: string;
  readonly versionId: string;
}

/**
 * Brings a rehearsed version into force and retires the one before it, both or neither. Cases that were accepted keep
 * theirs. Idempotent by its key; throws RequestRefusedError.
 */
export function publishServiceItem(
  deps: UsecaseDependencies,
  viewer: Viewer,
  input: VersionInput,
): Promise<OnceResult<{ versionId: string }>> {
  return changeVersion(deps, viewer, 'publishServiceItem', input, async (tx, version, others) => {
    const at = deps.clock.now();
    const next = published(version, viewer.subject, at);
    const inForce = others.find(({ status }) => status === 'PUBLISHED');
    if (inForce) await tx.versions.save(replaced(inForce, at));
    await tx.versions.save(next);
  });
}

/** Gives a draft up; it stays readable. Idempotent by its key; throws RequestRefusedError. */
export function discardDraft(
  deps: UsecaseDependencies,
  viewer: Viewer,
  input: VersionInput,
): Promise<OnceResult<{ versionId: string }>> {
  return changeVersion(deps, viewer, 'discardDraft', input, (tx, version) =>
    tx.versions.save(discarded(version, deps.clock.now())),
  );
}

async function changeVersion(
  deps: UsecaseDependencies,
  viewer: Viewer,
  operation: string,
  { idempotencyKey, versionId }: VersionInput,
  change: (tx: Stores, version: CatalogueVersion, all: readonly CatalogueVersion[]) => Promise<void>,
): Promise<OnceResult<{ versionId: string }>> {
  return once(deps, { viewer, operation, idempotencyKey, input: { versionId } }, async (tx) => {
    const code = (await tx.versions.find(versionId))?.code;
    const all = code === undefined ? [] : await tx.versions.take(code);
    const version = all.find(({ id }) => id === versionId);
    if (!version) refuse('NOT_FOUND', ['versionId']);
    await change(tx, version, all);
    return { versionId };
  });
}
