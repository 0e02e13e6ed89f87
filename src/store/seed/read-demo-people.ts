import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { z } from 'zod';
import type { LocalDate } from '#domain/referrals/local-date.ts';
import { sexFromCode } from '#domain/registry/code-sets.ts';
import { parsePersonName } from '#domain/registry/person-name.ts';
import type { Person } from '#domain/registry/person.ts';
import { parsePhone } from '#domain/registry/phone.ts';
import { isDemoResidentId, parseResidentId } from '#domain/registry/resident-id.ts';
import { type DemoData, SeedFileError } from '#store/seed/read-demo-data.ts';
import { seedId } from '#store/seed/seed-id.ts';

/** The population that the simulated agencies know, too; only what the register keeps of it. */
const Population = z.array(
  z.object({
    name: z.string(),
    residentId: z.string(),
    sex: z.string(),
    phone: z.string(),
    divisionCode: z.string(),
  }),
);

/** Throws SeedFileError naming entry and field, never what stands there. */
export function readDemoPeople(peopleFile: string, data: DemoData, today: LocalDate): readonly Person[] {
  const fileName = basename(peopleFile);
  const places = new Set(data.divisions.map(({ code }) => code));
  const population = Population.safeParse(JSON.parse(readFileSync(peopleFile, 'utf8')));
  if (!population.success) {
    throw new SeedFileError(
      population.error.issues.map(({ path, message }) => `${fileName}: ${path.join('.')}: ${message}`),
    );
  }
  const faults: string[] = [];
  const people = population.data.flatMap((entry, index): readonly Person[] => {
    const bad = (field: string, fault: string) => faults.push(`${fileName}: ${index}.${field}: ${fault}`);
    const name = parsePersonName(entry.name);
    const residentId = parseResidentId(entry.residentId, today);
    const phone = parsePhone(entry.phone);
    const sex = sexFromCode(entry.sex);
    if (!name.ok) bad('name', name.fault);
    if (!residentId.ok) bad('residentId', residentId.fault);
    else if (!isDemoResidentId(residentId.value)) bad('residentId', 'not of region 99');
    if (!phone.ok) bad('phone', phone.fault);
    if (!sex) bad('sex', 'not a code of GB/T 2261.1');
    if (!places.has(entry.divisionCode)) bad('divisionCode', 'no such division');
    if (!name.ok || !residentId.ok || !phone.ok || !sex) return [];
    // After the position, not the number: a plain hash of an identity number gives the number away.
    const id = data.personIds[residentId.value] ?? seedId('person', String(index));
    return [
      { id, name: name.value, residentId: residentId.value, phone: phone.value, sex, divisionCode: entry.divisionCode },
    ];
  });
  if (faults.length > 0) throw new SeedFileError(faults);
  return people;
}
