import { createAuthenticate, type Doorkeeper } from '#app/authenticate.ts';
import type { App } from '#app/create-app.ts';
import type { Refusal } from '#app/identity/admission.ts';
import type { CertificateDoor } from '#app/identity/client-certificates.ts';
import type { Metrics } from '#app/metrics/create-metrics.ts';
import type { Env } from '#app/read-env.ts';
import type { Logger } from '#platform/logger.ts';

/** The door of a gateway, from its settings: tokens, partner keys, certificates; who was turned away is counted. */
export function openDoor(env: Env, app: App, metrics: Metrics, log: Logger): Doorkeeper {
  return createAuthenticate(env.secrets, {
    partnerKeys: {
      store: app.dependencies.stores.partnerKeys,
      production: env.ONEDOOR_MODE === 'production',
      onFault: (error) => log.warn({ err: error }, 'the use of a partner key could not be written down'),
    },
    certificates: certificatesOf(env),
    onRefusal: countRefusals(metrics, log),
    onKeysFault(issuer, error) {
      metrics.issuerFaults.inc({ issuer });
      log.warn({ err: error, issuer }, 'the keys of an identity provider could not be fetched');
    },
  });
}

function certificatesOf(env: Env): CertificateDoor | undefined {
  const header = env.ONEDOOR_CLIENT_CERT_HEADER;
  if (header === undefined) return undefined;
  return { header, proxies: env.ONEDOOR_TRUSTED_PROXIES, certificates: env.secrets.clientCertificates ?? [] };
}

/** Reason and kind alone: nothing of what was shown is written anywhere. */
function countRefusals(metrics: Metrics, log: Logger): (refusal: Refusal, cause: unknown) => void {
  return ({ credential, reason }, cause) => {
    metrics.refusals.inc({ credential, reason });
    if (reason === 'SPOOFED') log.warn({ credential, reason }, 'somebody who is no proxy sent a certificate header');
    else if (reason === 'STORE_UNAVAILABLE') log.error({ err: cause, reason }, 'a partner key could not be looked up');
    else log.debug({ credential, reason }, 'not admitted');
  };
}
