import { createHmac } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import type { Secrets } from '#app/secrets.ts';

const AUDIENCE = 'onedoor-ops';
const COOKIE = 'onedoor_ops';
const SESSION_SECONDS = 30 * 60;

/** A browser sends no bearer token along, so an operator's token is exchanged for a cookie that opens `/ops` alone. */
export interface OpsSessions {
  /** The `set-cookie` header of a new session. */
  begin(subject: string): Promise<string>;
  /** Whether a `cookie` header holds a session that has not run out. */
  holds(cookies: string | undefined): Promise<boolean>;
  /** The `set-cookie` header that ends it. */
  end(): string;
}

/** `secure`: the browser sends the cookie over TLS only. */
export function createOpsSessions(secrets: Secrets, secure: boolean): OpsSessions {
  // A key of its own, derived, so that a session can never pass for anything else that is signed or indexed.
  const key = createHmac('sha256', secrets.sealing.indexKey).update('operator sessions').digest();
  const attributes = `; Path=/ops; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;
  return {
    async begin(subject) {
      const token = await new SignJWT({})
        .setProtectedHeader({ alg: 'HS256' })
        .setSubject(subject)
        .setAudience(AUDIENCE)
        .setIssuedAt()
        .setExpirationTime(`${SESSION_SECONDS} seconds`)
        .sign(key);
      return `${COOKIE}=${token}${attributes}; Max-Age=${SESSION_SECONDS}`;
    },
    async holds(cookies) {
      const token = new RegExp(`(?:^|; )${COOKIE}=([\\w.-]+)(?:;|$)`).exec(cookies ?? '')?.[1];
      if (!token) return false;
      return jwtVerify(token, key, { audience: AUDIENCE, algorithms: ['HS256'], requiredClaims: ['exp', 'sub'] }).then(
        () => true,
        () => false,
      );
    },
    end: () => `${COOKIE}=${attributes}; Max-Age=0`,
  };
}
