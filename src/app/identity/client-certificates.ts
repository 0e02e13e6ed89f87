import { timingSafeEqual, X509Certificate } from 'node:crypto';
import { z } from 'zod';
import { type Arrival, NotAdmittedError } from '#app/identity/admission.ts';
import { VIEWER_ROLES, type Viewer } from '#domain/access/viewer.ts';
import { AGENCY_ROLES, agencyCode } from '#domain/agencies/agency-code.ts';
import { parseNetworks, type PeerNetworks } from '#platform/peer-networks.ts';

/** Whose certificate it is; the proxy has verified it, we know what its owner may do. */
export interface ClientCertificate {
  /** SHA-256 over the DER bytes. */
  readonly fingerprint: Uint8Array;
  readonly viewer: Viewer;
}

/** An entry of `clientCertificates` in the secret file. */
export const CertificateEntry = z
  .strictObject({
    fingerprint: z
      .string()
      .transform(readFingerprint)
      .refine(isFound, 'must be a SHA-256 fingerprint of 64 hexadecimal digits'),
    subject: z.string().min(1).max(200),
    name: z.string().max(200).default(''),
    role: z.enum(VIEWER_ROLES),
    division: z.string().regex(/^\d{6}(\d{3}(\d{3})?)?$/),
    agency: z
      .string()
      .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/)
      .optional(),
    roles: z.array(z.enum(AGENCY_ROLES)).default([]),
  })
  .transform(({ fingerprint, subject, name, role, division, agency, roles }): ClientCertificate => {
    const actsFor = agency === undefined ? undefined : { agencyCode: agencyCode(agency), roles };
    return { fingerprint, viewer: { subject, role, name, divisionCode: division, actsFor } };
  });

/** Settings of the mode; merged with the others by `read-env.ts`. */
export const certificateSettingsShape = {
  ONEDOOR_CLIENT_CERT_HEADER: z
    .string()
    .toLowerCase()
    .regex(/^x-[a-z0-9-]{1,60}$/, 'must be the name of a header of its own, such as x-client-cert-sha256')
    .optional(),
  ONEDOOR_TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform((text, context): PeerNetworks => {
      try {
        return parseNetworks(text);
      } catch {
        context.addIssue({
          code: 'custom',
          message: 'must be addresses or networks such as 10.20.0.7, comma separated',
        });
        return z.NEVER;
      }
    }),
};

export interface CertificateDoor {
  /** In lower case. */
  readonly header: string;
  readonly proxies: PeerNetworks;
  readonly certificates: readonly ClientCertificate[];
}

/**
 * The viewer of the certificate that a proxy has verified; undefined when none was shown. Whoever is no trusted proxy and
 * sends the header says of itself who it is: NotAdmittedError SPOOFED, whatever else it shows.
 */
export function certificateViewer(door: CertificateDoor, { headers, peer }: Arrival): Viewer | undefined {
  const shown = headers?.[door.header];
  const text = Array.isArray(shown) ? shown.join(',') : (shown ?? '');
  if (text.trim() === '') return undefined;
  if (!door.proxies.has(peer)) throw new NotAdmittedError('CERTIFICATE', 'SPOOFED');
  const fingerprint = readFingerprint(text) ?? fingerprintOfPem(text);
  if (!fingerprint) throw new NotAdmittedError('CERTIFICATE', 'MALFORMED');
  // All of them, so that the time it takes does not tell which one came close.
  const matching = door.certificates.filter((known) => timingSafeEqual(known.fingerprint, fingerprint));
  const [found] = matching;
  if (!found) throw new NotAdmittedError('CERTIFICATE', 'UNKNOWN');
  return found.viewer;
}

/** As proxies write it: with or without colons, in either case, with or without `sha256:` before it. */
function readFingerprint(text: string): Uint8Array | undefined {
  const digits = /^(?:sha256[:=])?((?:[0-9a-f]{2}:?){31}[0-9a-f]{2})$/i.exec(text.trim())?.[1]?.replaceAll(':', '');
  return digits === undefined ? undefined : new Uint8Array(Buffer.from(digits, 'hex'));
}

function isFound(fingerprint: Uint8Array | undefined): fingerprint is Uint8Array {
  return fingerprint !== undefined;
}

/** nginx knows no SHA-256 of a certificate; it hands on the whole of it, escaped (`$ssl_client_escaped_cert`). */
function fingerprintOfPem(text: string): Uint8Array | undefined {
  try {
    const { fingerprint256 } = new X509Certificate(decodeURIComponent(text));
    return readFingerprint(fingerprint256);
  } catch {
    return undefined;
  }
}
