import type { HardshipFileStatus } from '#domain/registry/hardship-file.ts';

/**
 * 提交 · 初审 · 入户 · 核对 · 公示 · 建档 · 帮扶 · 拟退档 · 退档公示 · 退档 · 不予退档 · 不通过 · 退回 · 注销
 */
export const HARDSHIP_FILE_EVENTS = [
  'SUBMIT',
  'REVIEW',
  'VISIT',
  'VERIFY',
  'PUBLICIZE',
  'FILE',
  'AID',
  'PROPOSE_EXIT',
  'PUBLICIZE_EXIT',
  'EXIT',
  'KEEP',
  'REJECT',
  'RETURN',
  'CANCEL',
] as const;
export type HardshipFileEvent = (typeof HARDSHIP_FILE_EVENTS)[number];

const TURNED_DOWN = { REJECT: 'REJECTED', RETURN: 'RETURNED', CANCEL: 'CANCELLED' } as const;

/**
 * State × event → state. What is absent is refused; `fileRefusalOf` names the refusal. Printed into ARCHITECTURE.md.
 *
 * No step on the way to filing can be jumped: first the file, then the aid (先建档、后帮扶). A household that falls back
 * into hardship applies anew under the same file.
 */
export const HARDSHIP_FILE_TRANSITIONS: Readonly<
  Record<HardshipFileStatus, Partial<Record<HardshipFileEvent, HardshipFileStatus>>>
> = {
  DRAFT: { SUBMIT: 'SUBMITTED', CANCEL: 'CANCELLED' },
  SUBMITTED: { REVIEW: 'UNIT_REVIEW', ...TURNED_DOWN },
  UNIT_REVIEW: { VISIT: 'VISITED', ...TURNED_DOWN },
  VISITED: { VERIFY: 'VERIFYING', ...TURNED_DOWN },
  VERIFYING: { PUBLICIZE: 'PUBLICIZED', ...TURNED_DOWN },
  PUBLICIZED: { FILE: 'FILED', ...TURNED_DOWN },
  FILED: { AID: 'AIDED', PROPOSE_EXIT: 'EXIT_PROPOSED', CANCEL: 'CANCELLED' },
  AIDED: { AID: 'AIDED', PROPOSE_EXIT: 'EXIT_PROPOSED', CANCEL: 'CANCELLED' },
  EXIT_PROPOSED: { PUBLICIZE_EXIT: 'EXIT_PUBLICIZED', KEEP: 'FILED', CANCEL: 'CANCELLED' },
  EXIT_PUBLICIZED: { EXIT: 'EXITED', KEEP: 'FILED', CANCEL: 'CANCELLED' },
  EXITED: { SUBMIT: 'SUBMITTED' },
  REJECTED: { SUBMIT: 'SUBMITTED' },
  RETURNED: { SUBMIT: 'SUBMITTED', CANCEL: 'CANCELLED' },
  CANCELLED: {},
};

export function nextFileStatus(from: HardshipFileStatus, event: HardshipFileEvent): HardshipFileStatus | undefined {
  return HARDSHIP_FILE_TRANSITIONS[from][event];
}

/**
 * ALREADY_OVER: the file has ended for good. ALREADY_DONE: repeated, the file is past it. EXIT_UNDER_WAY: a proposed
 * exit is decided first. TOO_EARLY: a step on the way is missing. NOT_NOW: out of place.
 */
export type HardshipFileRefusal = 'ALREADY_OVER' | 'ALREADY_DONE' | 'EXIT_UNDER_WAY' | 'TOO_EARLY' | 'NOT_NOW';

/** The way in and the way out, in their order. */
const WAY: readonly HardshipFileEvent[] = [
  'SUBMIT',
  'REVIEW',
  'VISIT',
  'VERIFY',
  'PUBLICIZE',
  'FILE',
  'AID',
  'PROPOSE_EXIT',
  'PUBLICIZE_EXIT',
  'EXIT',
];

/** Names why `event` is refused in `from`; undefined when it is a transition. */
export function fileRefusalOf(from: HardshipFileStatus, event: HardshipFileEvent): HardshipFileRefusal | undefined {
  if (nextFileStatus(from, event)) return undefined;
  if (from === 'CANCELLED') return 'ALREADY_OVER';
  if (event === 'AID' && (from === 'EXIT_PROPOSED' || from === 'EXIT_PUBLICIZED')) return 'EXIT_UNDER_WAY';
  const asked = WAY.indexOf(event);
  if (asked === -1) return 'NOT_NOW';
  return asked < nextOnTheWay(from) ? 'ALREADY_DONE' : 'TOO_EARLY';
}

/** Position of the step that comes next; a file that was turned down or has left begins anew. */
function nextOnTheWay(from: HardshipFileStatus): number {
  return WAY.findIndex((event) => nextFileStatus(from, event) !== undefined);
}
