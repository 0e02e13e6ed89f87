import { createRemoteJWKSet } from 'jose';
import type { App } from '#app/create-app.ts';
import type { Check } from '#app/doctor/check.ts';
import type { TokenIssuer } from '#app/identity/issuer-file.ts';
import type { Env } from '#app/read-env.ts';
import {
  ENDING_SOON_DAYS,
  type IssuerProbe,
  judgeIssuers,
  judgePartnerKeys,
} from '#domain/operations/judge-identity.ts';

const TIMEOUT_MS = 5_000;

/** Who lets people in: identity providers reachable from here, partner keys that do not run out unseen. */
export function identityChecks(app: App, env: Env): readonly Check[] {
  const production = env.ONEDOOR_MODE === 'production';
  const survey = () => app.dependencies.stores.partnerKeys.survey(ENDING_SOON_DAYS);
  return [
    {
      name: 'issuers',
      title: { zh: '身份认证', en: 'identity providers' },
      run: async () => {
        const { issuers, clientCertificates = [], demoTokenKey } = env.secrets;
        const keys = Object.values((await survey()).live).reduce((sum, each) => sum + each, demoTokenKey ? 1 : 0);
        return judgeIssuers(await Promise.all(issuers.map(probe)), { keys, certificates: clientCertificates.length });
      },
    },
    {
      name: 'partner-keys',
      title: { zh: '对接密钥', en: 'partner keys' },
      run: async () => judgePartnerKeys(await survey(), production),
    },
  ];
}

async function probe({ issuer, jwks, jwksUrl }: TokenIssuer): Promise<IssuerProbe> {
  if (jwksUrl === undefined) return { issuer, keys: jwks?.keys.length ?? 0 };
  const set = createRemoteJWKSet(new URL(jwksUrl), { timeoutDuration: TIMEOUT_MS });
  try {
    await set.reload();
    return { issuer, keys: set.jwks()?.keys.length ?? 0 };
  } catch {
    return { issuer, keys: undefined };
  }
}
