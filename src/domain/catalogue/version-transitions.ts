/** 草案 · 已试算 · 已发布 · 已停用 */
export const VERSION_STATUSES = ['DRAFT', 'REHEARSED', 'PUBLISHED', 'RETIRED'] as const;
export type VersionStatus = (typeof VERSION_STATUSES)[number];

/** 试算完成 · 发布 · 放弃 · 被新版本取代 */
export type VersionEvent = 'REHEARSE' | 'PUBLISH' | 'DISCARD' | 'REPLACE';

/** State × event → state. What is absent is refused; `versionRefusalOf` names the refusal. Printed into ARCHITECTURE.md. */
export const VERSION_TRANSITIONS: Readonly<Record<VersionStatus, Partial<Record<VersionEvent, VersionStatus>>>> = {
  DRAFT: { REHEARSE: 'REHEARSED', DISCARD: 'RETIRED' },
  REHEARSED: { REHEARSE: 'REHEARSED', PUBLISH: 'PUBLISHED', DISCARD: 'RETIRED' },
  PUBLISHED: { REPLACE: 'RETIRED' },
  RETIRED: {},
};

export function nextVersionStatus(from: VersionStatus, event: VersionEvent): VersionStatus | undefined {
  return VERSION_TRANSITIONS[from][event];
}

/**
 * NOT_REHEARSED: nobody has seen yet what it would change. IN_FORCE: cases are accepted under it. OVER: it was replaced
 * or discarded. NOT_IN_FORCE: only the version in force is replaced.
 */
export type VersionRefusal = 'NOT_REHEARSED' | 'IN_FORCE' | 'OVER' | 'NOT_IN_FORCE';

/** Names why `event` is refused in `from`; undefined when it is a transition. */
export function versionRefusalOf(from: VersionStatus, event: VersionEvent): VersionRefusal | undefined {
  if (nextVersionStatus(from, event)) return undefined;
  if (from === 'RETIRED') return 'OVER';
  if (from === 'PUBLISHED') return 'IN_FORCE';
  return event === 'PUBLISH' ? 'NOT_REHEARSED' : 'NOT_IN_FORCE';
}
