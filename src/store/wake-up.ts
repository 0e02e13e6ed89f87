import type { Connection } from '#store/database.ts';

/** Channels of NOTIFY; a notification is delivered when its transaction commits, and never if it does not. */
export const CHANNELS = {
  outbox: 'onedoor_outbox',
  inbox: 'onedoor_inbox',
  changes: 'onedoor_changes',
  partnerKeys: 'onedoor_partner_keys',
  keys: 'onedoor_keys',
} as const;

/** Wakes whoever listens. Only a hint: the tables are the truth and are looked through regularly anyway. */
export async function wakeUp(connection: Connection, channel: keyof typeof CHANNELS, payload = ''): Promise<void> {
  await connection.$executeRaw`SELECT pg_notify(${CHANNELS[channel]}, ${payload})`;
}
