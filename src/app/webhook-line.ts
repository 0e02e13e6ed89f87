import { z } from 'zod';
import type { WebhookPort } from '#domain/partners/webhook-port.ts';
import { parseNetwork } from '#platform/callbacks/address-rules.ts';
import { type CallbackOptions, postCallback } from '#platform/callbacks/post-callback.ts';
import { createTargetRules } from '#platform/callbacks/target-rules.ts';
import { newWebhookSecret, webhookSecretBytes, webhookSignature } from '#platform/crypto/standard-webhooks.ts';
import { globalId } from '#resolvers/global-id.ts';

const listOf = (text: string): readonly string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** Settings of outgoing webhooks; merged with the others by `read-env.ts`. */
export const webhookSettingsShape = {
  WEBHOOK_ALLOWED_NETWORKS: z
    .string()
    .default('')
    .transform(listOf)
    .refine(
      (networks) => networks.every(isNetwork),
      'must be networks in CIDR notation such as 10.20.0.0/16, comma separated',
    ),
  WEBHOOK_ALLOWED_PORTS: z
    .string()
    .regex(/^\d{1,5}(\s*,\s*\d{1,5})*$/, 'must be port numbers, comma separated')
    .default('443,8443')
    .transform((text) => listOf(text).map(Number)),
  WEBHOOK_DISABLE_AFTER_DAYS: z.coerce.number().int().min(1).max(30).default(5),
};

export interface WebhookSettings {
  readonly allowedNetworks: readonly string[];
  readonly allowedPorts: readonly number[];
  readonly disableAfterDays: number;
  /** For tests: the answers of DNS, and less patience. */
  readonly resolve?: CallbackOptions['resolve'];
  readonly timeoutMs?: number | undefined;
}

export const WEBHOOK_DEFAULTS: WebhookSettings = {
  allowedNetworks: [],
  allowedPorts: [443, 8_443],
  disableAfterDays: 5,
};

const TIMEOUT_MS = 15_000;

/** The line to what partners registered. A demonstration may call this machine, production never does unless told so. */
export function createWebhookLine(settings: WebhookSettings, production: boolean, stopped: AbortSignal): WebhookPort {
  const rules = createTargetRules({ ...settings, openLoopback: !production });
  const timeoutMs = settings.timeoutMs ?? TIMEOUT_MS;
  return {
    timeoutMs,
    disableAfterDays: settings.disableAfterDays,
    newSecret: newWebhookSecret,
    publicId: globalId,
    refusalOf(url) {
      const checked = rules.check(url);
      return 'refusal' in checked ? checked.refusal : undefined;
    },
    signatures: (secrets, id, timestamp, body) =>
      secrets.map((secret) => webhookSignature(webhookSecretBytes(secret), id, timestamp, body)).join(' '),
    post: (request) => postCallback(request, { rules, timeoutMs, resolve: settings.resolve, stopped }),
  };
}

function isNetwork(text: string): boolean {
  try {
    parseNetwork(text);
    return true;
  } catch {
    return false;
  }
}
