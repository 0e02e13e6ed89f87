import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';
import { AUDIENCE } from '#app/identity/demo-issuer.ts';
import { type KeyPair, newKeyPair, publicJwk } from './issuer.ts';

const CLIENT = { client_id: 'court-live', client_secret: 'only-for-this-test-0123456789abcdef' };

export interface RunningProvider {
  readonly issuer: string;
  readonly jwksUrl: string;
  /** A token of the client itself, by its client credentials; there is no person in it. */
  newToken(): Promise<string>;
  /** Signs with a new key from now on, of which nobody was told; the key of before stays published, older ones do not. */
  changeKeys(): void;
  stop(): Promise<void>;
}

/** Its tokens are signed texts, so there is nothing to keep. */
class NothingKept {
  async upsert(): Promise<void> {}
  async find(): Promise<undefined> {}
  async destroy(): Promise<void> {}
}

/** A real OpenID provider on this machine: discovery, keys, client credentials with tokens after RFC 9068. */
export async function startProvider(): Promise<RunningProvider> {
  let handle: RequestListener | undefined;
  const server = createServer((request, response) => handle?.(request, response));
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let serial = 1;
  let keys: readonly KeyPair[] = [newKeyPair('key-1')];
  handle = providerWith(issuer, keys);

  return {
    issuer,
    jwksUrl: `${issuer}/jwks`,
    async newToken() {
      const response = await fetch(`${issuer}/token`, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          authorization: `Basic ${btoa(`${CLIENT.client_id}:${CLIENT.client_secret}`)}`,
        },
        body: 'grant_type=client_credentials&scope=onedoor&resource=urn:onedoor',
      });
      const answer = (await response.json()) as { access_token?: string };
      if (!answer.access_token) throw new Error(`no token: ${JSON.stringify(answer)}`);
      return answer.access_token;
    },
    changeKeys() {
      serial += 1;
      keys = [newKeyPair(`key-${serial}`), ...keys].slice(0, 2);
      handle = providerWith(issuer, keys);
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((settle) => server.close(settle));
    },
  };
}

function providerWith(issuer: string, keys: readonly KeyPair[]): RequestListener {
  const [signing] = keys;
  const provider = new Provider(issuer, {
    adapter: NothingKept,
    clients: [
      {
        ...CLIENT,
        grant_types: ['client_credentials'],
        redirect_uris: [],
        response_types: [],
        id_token_signed_response_alg: 'ES256',
      },
    ],
    scopes: ['onedoor'],
    jwks: { keys: keys.map((pair) => ({ ...publicJwk(pair), ...pair.privateKey.export({ format: 'jwk' }) })) },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: () => ({
          scope: 'onedoor',
          audience: AUDIENCE,
          accessTokenTTL: 300,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'ES256', ...(signing && { kid: signing.kid }) } },
        }),
      },
    },
    extraTokenClaims: () => ({ 'https://id.example/org': { division: '990101' } }),
    ttl: { ClientCredentials: 300 },
  });
  return provider.callback();
}
