import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import type { Agency, Office } from '#domain/agencies/agency.ts';
import type { Bilingual } from '#domain/catalogue/clock-rule.ts';
import type { MediationRoom, Mediator } from '#domain/disputes/mediator.ts';
import { parentOf } from '#domain/registry/division-code.ts';
import type { UnionOrganisation } from '#domain/registry/membership.ts';
import { inFileOrder, readYaml, type YamlPath } from '#platform/yaml-file.ts';
import { seedId } from '#store/seed/seed-id.ts';
import { AgenciesFile, DivisionsFile, MediationFile, OrganisationsFile, PeopleFile } from '#store/seed/seed-shapes.ts';

/** The demo's data cannot be used; nothing was written. Every fault with file and line. */
export class SeedFileError extends Error {
  override readonly name = 'SeedFileError';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`the seed files cannot be used:\n${faults.join('\n')}`);
    this.faults = faults;
  }
}

export interface DemoDivision {
  readonly code: string;
  readonly name: Bilingual;
  readonly parentCode: string | undefined;
  /** What an abolished division became. */
  readonly successorCode: string | undefined;
}

export interface DemoOffice extends Office {
  readonly capacity?: number | undefined;
}

type PeopleSheet = z.infer<typeof PeopleFile>;

/** The fictional city, with ids already given. People are named by identity number, for they are read elsewhere. */
export interface DemoData {
  readonly divisions: readonly DemoDivision[];
  readonly agencies: readonly Omit<Agency, 'paused'>[];
  readonly offices: readonly DemoOffice[];
  readonly organisations: readonly UnionOrganisation[];
  readonly rooms: readonly MediationRoom[];
  readonly mediators: readonly Omit<Mediator, 'officeId' | 'load'>[];
  readonly personIds: Readonly<Record<string, string>>;
  readonly bankCards: PeopleSheet['bankCards'];
  readonly memberships: PeopleSheet['memberships'];
  readonly hardshipFiles: PeopleSheet['hardshipFiles'];
  readonly mutualAidEnrolments: PeopleSheet['mutualAidEnrolments'];
}

export const organisationId = (key: string): string => seedId('organisation', key);
const roomId = (name: string): string => seedId('mediation-room', name);
const officeId = (agency: string, role: string, division: string): string =>
  seedId('office', `${agency}/${role}/${division}`);

/** Throws SeedFileError. `folder` holds divisions, agencies, organisations, mediation and people. */
export function readDemoData(folder: string): DemoData {
  const faults: string[] = [];
  const divisions = readSheet(folder, 'divisions.yaml', DivisionsFile, faults);
  const agencies = readSheet(folder, 'agencies.yaml', AgenciesFile, faults);
  const organisations = readSheet(folder, 'organisations.yaml', OrganisationsFile, faults);
  const mediation = readSheet(folder, 'mediation.yaml', MediationFile, faults);
  const people = readSheet(folder, 'people.yaml', PeopleFile, faults);
  if (!divisions || !agencies || !organisations || !mediation || !people) throw new SeedFileError(inFileOrder(faults));
  const sheets = { divisions, agencies, organisations, mediation, people };
  checkReferences(sheets);
  if (faults.length > 0) throw new SeedFileError(inFileOrder(faults));
  return toDemoData(sheets);
}

interface Sheet<Value> {
  readonly value: Value;
  fault(path: YamlPath, message: string): void;
}

interface Sheets {
  readonly divisions: Sheet<z.infer<typeof DivisionsFile>>;
  readonly agencies: Sheet<z.infer<typeof AgenciesFile>>;
  readonly organisations: Sheet<z.infer<typeof OrganisationsFile>>;
  readonly mediation: Sheet<z.infer<typeof MediationFile>>;
  readonly people: Sheet<z.infer<typeof PeopleFile>>;
}

function readSheet<Value>(
  folder: string,
  fileName: string,
  shape: z.ZodType<Value>,
  faults: string[],
): Sheet<Value> | undefined {
  const reading = readYaml(readFileSync(join(folder, fileName), 'utf8'), fileName, shape);
  if (reading.ok)
    return { value: reading.value, fault: (path, message) => faults.push(reading.faultAt(path, message)) };
  faults.push(...reading.faults);
  return undefined;
}

/** Parents stand before their children, which also keeps both trees free of cycles. */
function checkReferences({ divisions, agencies, organisations, mediation, people }: Sheets): void {
  const places = new Set<string>();
  divisions.value.divisions.forEach(({ code, successor }, index) => {
    if (successor && !places.has(successor))
      divisions.fault(['divisions', index, 'successor'], `no division ${successor} after ${code}`);
    const parent = parentOf(code);
    if (parent && !places.has(parent)) divisions.fault(['divisions', index], `no division ${parent} above ${code}`);
    places.add(code);
  });
  agencies.value.agencies.forEach(({ offices }, at) =>
    offices.forEach(({ division }, index) => {
      if (!places.has(division)) agencies.fault(['agencies', at, 'offices', index], `no division ${division}`);
    }),
  );
  const offices = new Set(
    agencies.value.agencies.flatMap(({ code, offices: own }) =>
      own.map(({ role, division }) => officeId(code, role, division)),
    ),
  );
  mediation.value.rooms.forEach(({ office }, index) => {
    if (!offices.has(officeId(office.agency, office.role, office.division)))
      mediation.fault(['rooms', index, 'office'], 'no such office in agencies.yaml');
  });
  const unions = new Set<string>();
  organisations.value.organisations.forEach(({ key, division, parent, industrialParent }, index) => {
    const path = ['organisations', index];
    if (!places.has(division)) organisations.fault(path, `no division ${division}`);
    for (const above of [parent, industrialParent]) {
      if (above !== undefined && !unions.has(above)) organisations.fault(path, `no organisation ${above} above ${key}`);
    }
    unions.add(key);
  });
  people.value.memberships.forEach(({ organisation }, index) => {
    if (!unions.has(organisation)) people.fault(['memberships', index], `no organisation ${organisation}`);
  });
  people.value.hardshipFiles.forEach(({ division }, index) => {
    if (!places.has(division)) people.fault(['hardshipFiles', index], `no division ${division}`);
  });
}

function toDemoData({ divisions, agencies, organisations, mediation, people }: Sheets): DemoData {
  return {
    divisions: divisions.value.divisions.map(({ code, name, successor }) => ({
      code,
      name,
      parentCode: parentOf(code),
      successorCode: successor,
    })),
    agencies: agencies.value.agencies.map(({ code, name }) => ({ code, name })),
    offices: agencies.value.agencies.flatMap(({ code, offices }) =>
      offices.map(({ role, division, name, capacity }) => ({
        id: officeId(code, role, division),
        agencyCode: code,
        role,
        divisionCode: division,
        name,
        capacity,
      })),
    ),
    organisations: organisations.value.organisations.map(({ key, division, parent, industrialParent, ...rest }) => ({
      ...rest,
      id: organisationId(key),
      divisionCode: division,
      parentId: parent && organisationId(parent),
      industrialParentId: industrialParent && organisationId(industrialParent),
    })),
    rooms: mediation.value.rooms.map(({ office, kind, name }) => ({
      id: roomId(name.zh),
      officeId: officeId(office.agency, office.role, office.division),
      kind,
      name,
    })),
    mediators: mediation.value.rooms.flatMap(({ name: room, mediators }) =>
      mediators.map((mediator) => ({
        ...mediator,
        id: seedId('mediator', `${room.zh}/${mediator.name}`),
        roomId: roomId(room.zh),
      })),
    ),
    personIds: people.value.ids,
    bankCards: people.value.bankCards,
    memberships: people.value.memberships,
    hardshipFiles: people.value.hardshipFiles,
    mutualAidEnrolments: people.value.mutualAidEnrolments,
  };
}
