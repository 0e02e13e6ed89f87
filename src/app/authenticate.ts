import { type Arrival, type Authenticate, NotAdmittedError, type Refusal } from '#app/identity/admission.ts';
import { createKeyCheck, type PartnerKeyDoor } from '#app/identity/check-partner-key.ts';
import { type CertificateDoor, certificateViewer } from '#app/identity/client-certificates.ts';
import { createTokenVerifier, type VerifyOptions } from '#app/identity/verify-token.ts';
import type { Secrets } from '#app/secrets.ts';
import type { Viewer } from '#domain/access/viewer.ts';

export interface AuthenticateOptions extends VerifyOptions {
  /** Without it no partner key opens anything. */
  readonly partnerKeys?: PartnerKeyDoor | undefined;
  /** Without it a header that speaks of certificates means nothing. */
  readonly certificates?: CertificateDoor | undefined;
  /** Hears of everybody who was turned away; for counters and the log. */
  readonly onRefusal?: ((refusal: Refusal, cause: unknown) => void) | undefined;
}

/** The door, and what makes it ask again about partner keys at once. */
export type Doorkeeper = Authenticate & { forgetPartnerKeys(): void };

const BEARER = /^Bearer +(\S+)$/i;
const PARTNER_KEY = /^od_/;

/**
 * Who is asking, by a signed token, a partner key, or a certificate that a trusted proxy verified. A token or key decides
 * when one is shown beside a certificate. Never throws for what was shown, however odd.
 */
export function createAuthenticate(secrets: Secrets, options: AuthenticateOptions = {}): Doorkeeper {
  const { certificates, onRefusal } = options;
  const verifyToken = createTokenVerifier(secrets, options);
  const keys = options.partnerKeys && createKeyCheck(options.partnerKeys);

  async function admit(arrival: Arrival): Promise<Viewer> {
    const ofCertificate = certificates && certificateViewer(certificates, arrival);
    if (!arrival.authorization) {
      if (ofCertificate) return ofCertificate;
      throw new NotAdmittedError('NONE', 'MISSING');
    }
    const credential = BEARER.exec(arrival.authorization)?.[1];
    if (credential === undefined) throw new NotAdmittedError('NONE', 'MALFORMED');
    if (!PARTNER_KEY.test(credential)) return verifyToken(credential);
    if (!keys) throw new NotAdmittedError('KEY', 'UNKNOWN');
    return keys.check(credential);
  }

  const authenticate: Authenticate = async (arrival) => {
    try {
      return { viewer: await admit(arrival) };
    } catch (error) {
      if (!(error instanceof NotAdmittedError)) throw error;
      const { credential, reason } = error;
      onRefusal?.({ credential, reason }, error.cause);
      return { refusal: { credential, reason } };
    }
  };
  return Object.assign(authenticate, { forgetPartnerKeys: () => keys?.forget() });
}
