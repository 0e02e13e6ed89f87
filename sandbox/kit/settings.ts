import { join } from 'node:path';

export const AGENCIES = [
  'court',
  'hr-bureau',
  'civil-affairs',
  'medical-insurance',
  'bank',
  'legal-aid',
  'psychological-service',
] as const;
export type Agency = (typeof AGENCIES)[number];

export interface Settings {
  readonly agency: Agency;
  readonly port: number;
  readonly ledgerFile: string;
  readonly webhookSecret: string;
  readonly paceMs: number;
  /** A request that holds one of these fails, always. */
  readonly poison: readonly string[];
  readonly gatewayUrl?: string | undefined;
  /** After this long a held matter goes on by itself. */
  readonly holdMs?: number | undefined;
  /** Where an agency that delivers files puts them, and how often it does; without a time, once a Beijing day. */
  readonly fileFolder?: string | undefined;
  readonly fileMs?: number | undefined;
}

export function envPrefix(agency: Agency): string {
  return `SANDBOX_${agency.toUpperCase().replaceAll('-', '_')}`;
}

/** Throws RangeError naming the variable when a number is not one. */
export function readSettings(agency: Agency, env: NodeJS.ProcessEnv): Settings {
  const prefix = envPrefix(agency);
  const folder = env[`${prefix}_DATA`] || join('.onedoor', 'sandbox', agency);
  return {
    agency,
    port: wholeNumber(env, `${prefix}_PORT`) ?? 0,
    ledgerFile: join(folder, 'ledger.jsonl'),
    webhookSecret: env[`${prefix}_WEBHOOK_SECRET`] || demoSecret(agency),
    paceMs: wholeNumber(env, 'SANDBOX_PACE_MS') ?? 200,
    poison: (env['SANDBOX_POISON'] ?? '').split(',').filter((text) => text !== ''),
    gatewayUrl: env['SANDBOX_GATEWAY_URL'] || undefined,
    holdMs: wholeNumber(env, `${prefix}_HOLD_MS`),
    fileFolder: env[`${prefix}_FILE_FOLDER`] || undefined,
    fileMs: wholeNumber(env, `${prefix}_FILE_MS`),
  };
}

/** Not a secret: a name spelt in base64, the same on every machine, so that a demo needs no key exchange. */
function demoSecret(agency: Agency): string {
  return `whsec_${Buffer.from(`onedoor-sandbox-${agency}`).toString('base64')}`;
}

function wholeNumber(env: NodeJS.ProcessEnv, name: string): number | undefined {
  const text = env[name];
  if (!text) return undefined;
  if (!/^\d{1,9}$/.test(text)) throw new RangeError(`${name} must be a whole number, not "${text}"`);
  return Number(text);
}
