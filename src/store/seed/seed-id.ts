import { v5 } from 'uuid';

/** Our namespace of name-based ids (RFC 9562, version 5); a random one, fixed for ever. */
const NAMESPACE = '6f0c8a52-9d1e-4b7a-8c35-2a4e7d90b1c6';

/** The same name gives the same id on every machine, so that seeding again meets its own rows. */
export function seedId(kind: string, name: string): string {
  return v5(`${kind}:${name}`, NAMESPACE);
}
