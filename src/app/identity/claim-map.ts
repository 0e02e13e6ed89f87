import { z } from 'zod';
import { VIEWER_ROLES, type Viewer } from '#domain/access/viewer.ts';
import { AGENCY_ROLES, agencyCode } from '#domain/agencies/agency-code.ts';

const Path = z.union([z.string().min(1).max(200), z.array(z.string().min(1).max(200)).min(1).max(8)]);

const ClaimSource = z.union([
  Path,
  z.strictObject({
    path: Path,
    /** What the provider says → what we say; what is not listed counts as not said. */
    values: z.record(z.string().max(200), z.string().max(200)).optional(),
  }),
  /** The same for every token of the issuer. */
  z.strictObject({ constant: z.string().min(1).max(200) }),
]);

/** Where in a token of an issuer each part of a viewer stands; shape of `claims` of an issuer in the secret file. */
export const ClaimMap = z.strictObject({
  subject: ClaimSource.default('sub'),
  name: ClaimSource.default('name'),
  role: ClaimSource.default('role'),
  division: ClaimSource.default('division'),
  agency: ClaimSource.default('agency'),
  roles: ClaimSource.default('roles'),
  person: ClaimSource.default('person'),
});
export type ClaimMap = z.infer<typeof ClaimMap>;
type ClaimSource = z.infer<typeof ClaimSource>;

export const OUR_OWN_CLAIMS: ClaimMap = ClaimMap.parse({});

const ViewerClaims = z.object({
  subject: z.string().min(1).max(200),
  name: z.string().max(200).default(''),
  role: z.enum(VIEWER_ROLES),
  division: z.string().regex(/^\d{6}(\d{3}(\d{3})?)?$/),
  agency: z.string().optional(),
  roles: z.array(z.enum(AGENCY_ROLES)).default([]),
  person: z.uuid().optional(),
});

/**
 * Verified claims → viewer. Undefined when they name none, or more than one: of two roles in a token neither is guessed.
 * A machine client has no `name`, and none is needed.
 */
export function viewerOf(claims: Readonly<Record<string, unknown>>, map: ClaimMap): Viewer | undefined {
  const single = (source: ClaimSource): unknown => onlyOne(read(claims, source));
  const found = ViewerClaims.safeParse({
    subject: single(map.subject),
    name: single(map.name),
    role: single(map.role),
    division: single(map.division),
    agency: single(map.agency),
    roles: asList(read(claims, map.roles)),
    person: single(map.person),
  });
  if (!found.success) return undefined;
  const { subject, name, role, division, agency, roles, person } = found.data;
  const actsFor = agency === undefined ? undefined : actingFor(agency, roles);
  if (actsFor === 'NONE') return undefined;
  return { subject, role, name, divisionCode: division, actsFor, personId: person };
}

function actingFor(agency: string, roles: NonNullable<Viewer['actsFor']>['roles']): Viewer['actsFor'] | 'NONE' {
  try {
    return { agencyCode: agencyCode(agency), roles };
  } catch {
    return 'NONE';
  }
}

function read(claims: Readonly<Record<string, unknown>>, source: ClaimSource): unknown {
  if (typeof source === 'string' || Array.isArray(source)) return at(claims, source);
  if ('constant' in source) return source.constant;
  const said = at(claims, source.path);
  const { values } = source;
  if (values === undefined || said === undefined) return said;
  const translated = asArray(said).flatMap((value) =>
    typeof value === 'string' && Object.hasOwn(values, value) ? [values[value]] : [],
  );
  return translated.length === 0 ? undefined : [...new Set(translated)];
}

/** Own properties alone, so that a path can never lead to what every object has. */
function at(claims: unknown, path: z.infer<typeof Path>): unknown {
  const steps = typeof path === 'string' ? path.split('.') : path;
  return steps.reduce<unknown>(
    (value, step) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, step)
        ? (value as Record<string, unknown>)[step]
        : undefined,
    claims,
  );
}

function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function asList(value: unknown): unknown {
  return value === undefined ? undefined : asArray(value);
}

/** A list of one counts as what it holds; a longer one stays a list, which no field takes. */
function onlyOne(value: unknown): unknown {
  return Array.isArray(value) && value.length === 1 ? value[0] : value;
}
