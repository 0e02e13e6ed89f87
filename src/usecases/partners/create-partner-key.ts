import type { PartnerKeyScope } from '#domain/access/key-scopes.ts';
import type { Viewer } from '#domain/access/viewer.ts';
import type { AgencyCode, AgencyRole } from '#domain/agencies/agency-code.ts';
import { refuse } from '#domain/errors.ts';
import {
  LONGEST_LIFE_DAYS,
  MOST_KEYS,
  type PartnerKeyKind,
  prefixOf,
  worksHere,
} from '#domain/partners/partner-key.ts';
import { parseDivisionCode } from '#domain/registry/division-code.ts';
import { once, type OnceResult } from '#usecases/once.ts';
import { requireAgency } from '#usecases/partners/partner-access.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

export interface CreatePartnerKeyInput {
  readonly idempotencyKey: string;
  readonly kind: PartnerKeyKind;
  readonly name: string;
  /** An operator says for which agency; none: a key that may only ask who it is. */
  readonly agencyCode?: string | undefined;
  /** Absent: all of the engineer's own. */
  readonly roles?: readonly AgencyRole[] | undefined;
  readonly scopes: readonly PartnerKeyScope[];
  /** Absent: the viewer's own. */
  readonly divisionCode?: string | undefined;
  /** Absent: as long as the kind may live. */
  readonly lifeDays?: number | undefined;
  /** Of a TEAM key that an operator makes: the subject of the engineer. */
  readonly holder?: string | undefined;
}

/** The secret is there the first time only: it is kept as a hash. */
export interface KeyWithSecret {
  readonly keyId: string;
  readonly secret?: string | undefined;
}

/**
 * A new key. An engineer makes keys of their own agency, with rights they have themselves, for trials and for themselves;
 * LIVE keys are made by operators. Idempotent by its key; throws RequestRefusedError.
 */
export async function createPartnerKey(
  deps: UsecaseDependencies,
  viewer: Viewer,
  { idempotencyKey, ...input }: CreatePartnerKeyInput,
): Promise<OnceResult<KeyWithSecret>> {
  requireKind(deps, viewer, input.kind);
  const name = nameOf(input.name);
  const { agencyCode, roles, scopes } = await rightsOf(deps, viewer, input);
  const divisionCode = divisionOf(viewer, input.divisionCode);
  const lifeDays = input.lifeDays ?? LONGEST_LIFE_DAYS[input.kind];
  if (lifeDays < 1 || lifeDays > LONGEST_LIFE_DAYS[input.kind]) refuse('PARTNER_KEY_LIFE_INVALID', ['lifeDays']);
  const holder = holderOf(viewer, input);
  const secret = deps.newSecret(prefixOf(input.kind));

  const done = await once(deps, { viewer, operation: 'createPartnerKey', idempotencyKey, input }, async (tx) => {
    if (agencyCode && (await tx.partnerKeys.countLive(agencyCode)) >= MOST_KEYS) refuse('PARTNER_KEYS_FULL');
    const keyId = deps.ids.next();
    const rights = { agencyCode, roles, scopes, divisionCode, holder, lifeDays };
    const first = { id: deps.ids.next(), secret, by: viewer.subject };
    await tx.partnerKeys.insert({ id: keyId, kind: input.kind, name, ...rights, secret: first });
    return { keyId };
  });
  return done.replayed ? done : { ...done, result: { ...done.result, secret } };
}

function requireKind({ production }: UsecaseDependencies, { role }: Viewer, kind: PartnerKeyKind): void {
  if (!worksHere(kind, production) || (kind === 'LIVE' && role !== 'OPERATOR'))
    refuse('PARTNER_KEY_KIND_REFUSED', ['kind']);
}

/** Shown to others and written nowhere else; a NUL cannot be stored. */
function nameOf(text: string): string {
  const name = text.trim();
  return name.length >= 1 && name.length <= 100 && !/\p{Cc}/u.test(name)
    ? name
    : refuse('PARTNER_KEY_NAME_INVALID', ['name']);
}

interface Rights {
  readonly agencyCode?: AgencyCode | undefined;
  readonly roles: readonly AgencyRole[];
  readonly scopes: readonly PartnerKeyScope[];
}

async function rightsOf(
  { stores }: UsecaseDependencies,
  viewer: Viewer,
  input: Pick<CreatePartnerKeyInput, 'agencyCode' | 'roles' | 'scopes'>,
): Promise<Rights> {
  const scopes = [...new Set(input.scopes)];
  if (viewer.role === 'OPERATOR' && input.agencyCode === undefined) {
    if (input.roles?.length || scopes.length > 0) refuse('PARTNER_KEY_RIGHTS_REFUSED', ['agencyCode']);
    return { roles: [], scopes };
  }
  const agencyCode = await requireAgency(stores, viewer, input.agencyCode);
  const own = viewer.role === 'OPERATOR' ? undefined : (viewer.actsFor?.roles ?? []);
  const roles = [...new Set(input.roles ?? own ?? [])];
  if (roles.length === 0 || (own && roles.some((role) => !own.includes(role))))
    refuse('PARTNER_KEY_RIGHTS_REFUSED', ['roles']);
  if (scopes.length === 0) refuse('PARTNER_KEY_RIGHTS_REFUSED', ['scopes']);
  return { agencyCode, roles, scopes };
}

function divisionOf(viewer: Viewer, asked: string | undefined): string {
  const division = parseDivisionCode(asked ?? viewer.divisionCode);
  if (!division.ok) return refuse('DIVISION_INVALID', ['divisionCode']);
  if (viewer.role !== 'OPERATOR' && division.value !== viewer.divisionCode)
    refuse('PARTNER_KEY_RIGHTS_REFUSED', ['divisionCode']);
  return division.value;
}

/** An engineer answers for the key they make; whose an operator makes is said. */
function holderOf(
  viewer: Viewer,
  { kind, holder }: Pick<CreatePartnerKeyInput, 'kind' | 'holder'>,
): string | undefined {
  if (kind !== 'TEAM') return undefined;
  if (viewer.role !== 'OPERATOR') return viewer.subject;
  return holder !== undefined && /^[\x21-\x7e]{1,200}$/.test(holder)
    ? holder
    : refuse('PARTNER_KEY_HOLDER_REQUIRED', ['holder']);
}
