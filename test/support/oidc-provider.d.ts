/** What the tests use of oidc-provider, which brings no types along. */
declare module 'oidc-provider' {
  import type { RequestListener } from 'node:http';

  interface ResourceServer {
    readonly scope: string;
    readonly audience: string;
    readonly accessTokenTTL: number;
    readonly accessTokenFormat: 'jwt';
    readonly jwt: { readonly sign: { readonly alg: string; readonly kid?: string } };
  }

  interface Configuration {
    readonly adapter: new () => object;
    readonly clients: readonly Readonly<Record<string, unknown>>[];
    readonly jwks: { readonly keys: readonly object[] };
    readonly scopes: readonly string[];
    readonly features: {
      readonly devInteractions: { readonly enabled: boolean };
      readonly clientCredentials: { readonly enabled: boolean };
      readonly resourceIndicators: {
        readonly enabled: boolean;
        readonly getResourceServerInfo: () => ResourceServer;
      };
    };
    readonly extraTokenClaims: (context: unknown, token: { readonly clientId?: string }) => object | undefined;
    readonly ttl: Readonly<Record<string, number>>;
  }

  export class Provider {
    constructor(issuer: string, configuration: Configuration);
    callback(): RequestListener;
  }
}
