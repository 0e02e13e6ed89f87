import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseCreditCode } from '#domain/registry/credit-code.ts';
import type { ResidentId } from '#domain/registry/resident-id.ts';
import { type Database, openDatabase } from '#store/database.ts';
import { createDivisionStore } from '#store/division-store.ts';
import { createPersonStore } from '#store/person-store.ts';
import { sealPerson } from '#store/sealed-person.ts';
import { seedDemo } from '#store/seed/seed-demo.ts';
import { fixedCrypto } from '../../support/fixed-crypto.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';

const ROOT = join(import.meta.dirname, '../../..');
const PEOPLE = join(ROOT, 'sandbox/people.json');
const QIN_GUILAN = '990101198603120018' as ResidentId;
const NOW = new Date('2026-11-21T02:00:00Z');
const options = { folder: join(ROOT, 'prisma/seed'), peopleFile: PEOPLE, now: NOW };
const population = JSON.parse(readFileSync(PEOPLE, 'utf8')) as { name: string; residentId: string; phone: string }[];
const crypto = fixedCrypto();

let testDatabase: TestDatabase;
let db: Database;

async function freshDatabase(): Promise<void> {
  testDatabase = await createTestDatabase();
  db = openDatabase(testDatabase.url, 4, () => {});
}

async function dropDatabase(): Promise<void> {
  await db.close();
  await testDatabase.drop();
}

function seed(more: { now?: Date; extraPeople?: number } = {}) {
  return seedDemo({ prisma: db.prisma, crypto }, { ...options, ...more });
}

/** Every row of every table that was seeded, as PostgreSQL writes it. */
async function dump(): Promise<Readonly<Record<string, readonly string[]>>> {
  const tables = [
    'division',
    'agency',
    'agency_office',
    'union_organisation',
    'person',
    'membership',
    'hardship_file',
    'mutual_aid_enrolment',
    'demo_clock',
  ];
  const entries = tables.map(async (table) => {
    const rows = await db.prisma.$queryRawUnsafe<{ row: string }[]>(`SELECT t::text AS row FROM ${table} t ORDER BY 1`);
    return [table, rows.map(({ row }) => row)] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

describe('the seeded city', () => {
  beforeAll(async () => {
    await freshDatabase();
    await seed();
  });
  afterAll(dropDatabase);

  it('is whole after the first run and untouched by the second, even a day later', async () => {
    const before = await dump();

    const again = await seed({ now: new Date('2026-11-22T02:00:00Z') });

    expect(Object.values(again)).toEqual(Object.values(again).map(() => 0));
    expect(await dump()).toEqual(before);
    for (const rows of Object.values(before)) expect(rows.length).toBeGreaterThan(0);
  });

  it('keeps what a demo has changed', async () => {
    await db.prisma.agency.update({ where: { code: 'court' }, data: { pausedAt: NOW, pollCursor: 'c-9' } });
    await db.prisma.demoClock.update({ where: { id: 1 }, data: { offsetSeconds: 86_400 } });

    await seed();

    expect(await db.prisma.agency.findUnique({ where: { code: 'court' } })).toMatchObject({
      pausedAt: NOW,
      pollCursor: 'c-9',
    });
    expect((await db.prisma.demoClock.findUnique({ where: { id: 1 } }))?.offsetSeconds).toBe(86_400);
  });

  it('leads from every place up to the province', async () => {
    const divisions = createDivisionStore(db.prisma);

    expect(await divisions.withAncestors('990101001')).toEqual(['990101001', '990101', '990100', '990000']);
    expect(await divisions.withAncestors('990122200')).toEqual(['990122200', '990122', '990100', '990000']);
  });

  it('knows the agencies that have a connector', async () => {
    const agencies = await db.prisma.agency.findMany({ orderBy: { code: 'asc' } });

    expect(agencies.map(({ code, nameZh }) => `${code} ${nameZh}`)).toEqual([
      'bank 桂江农村合作银行',
      'charity 桂江市慈善会',
      'civil-affairs 青榕区民政局社会救助股',
      'court 青榕区人民法院',
      'education 桂江市教育局',
      'emergency 桂江市应急管理局',
      'health 桂江市卫生健康委员会',
      'housing 桂江市住房保障中心',
      'hr-bureau 桂江市人力资源和社会保障局',
      'legal-aid 桂江市法律援助中心',
      'medical-insurance 桂江市医疗保障局',
      'psychological-service 心之家职工心理服务中心',
      'township 青榕区榕江街道办事处',
      'union 桂江市总工会',
    ]);
  });

  it('knows 覃桂兰 by the id of the worker’s demo token, as a courier in the couriers’ union', async () => {
    const person = await createPersonStore(db.prisma, crypto).findByResidentId(QIN_GUILAN);
    const memberships = await db.prisma.membership.findMany({
      where: { personId: person?.id ?? '' },
      include: { organisation: { include: { parent: true, industrialParent: true } } },
    });

    expect(person).toMatchObject({
      id: '01990000-0000-7000-8000-000000000001',
      name: '覃桂兰',
      divisionCode: '990101',
    });
    expect(memberships).toHaveLength(1);
    expect(memberships[0]).toMatchObject({
      status: 'ACTIVE',
      employmentGroup: 'COURIER',
      organisation: {
        name: '桂江市物流快递行业工会联合会',
        level: 'INDUSTRIAL',
        parent: { name: '桂江市总工会' },
        industrialParent: { name: '演示省物流快递行业工会联合会' },
      },
    });
  });

  it('has members of every standing and people who never joined', async () => {
    const statuses = await db.prisma.membership.groupBy({ by: ['status'], _count: true });
    const outside = await db.prisma.person.count({ where: { memberships: { none: {} } } });

    expect(statuses.map(({ status }) => status).toSorted()).toEqual([
      'ACTIVE',
      'RETAINED',
      'TRANSFERRING',
      'WITHDRAWN',
    ]);
    expect(outside).toBeGreaterThan(3);
  });

  it('has hardship files at every stage', async () => {
    const files = await db.prisma.hardshipFile.groupBy({ by: ['status'], _count: true });

    expect(files.map(({ status }) => status).toSorted()).toEqual(['EXITED', 'FILED', 'UNIT_REVIEW']);
  });

  it('gives unions codes that hold and belong to nobody', async () => {
    const organisations = await db.prisma.unionOrganisation.findMany({ where: { creditCode: { not: null } } });

    expect(organisations.length).toBeGreaterThan(10);
    for (const { creditCode } of organisations) {
      expect(parseCreditCode(creditCode ?? '')).toMatchObject({ ok: true });
      expect(creditCode).toMatch(/^8[19]99/);
    }
  });

  it('opens again to the whole population', async () => {
    const people = createPersonStore(db.prisma, crypto);

    for (const { residentId, name, phone } of population) {
      expect(await people.findByResidentId(residentId as ResidentId)).toMatchObject({ name, residentId, phone });
    }
  });

  it('holds nobody’s name, number or telephone in the clear', async () => {
    const all = Object.values(await dump()).flat();
    // A bytea prints as hex: whoever was stored as plain bytes stands there as the hex of the text.
    const clear = population.flatMap(({ name, residentId, phone }) =>
      [name, residentId, phone].flatMap((text) => [text, Buffer.from(text).toString('hex')]),
    );

    expect(all.length).toBeGreaterThan(100);
    expect(clear.filter((text) => all.some((row) => row.includes(text)))).toEqual([]);
    // The search would find what does lie there.
    expect(all.some((row) => row.includes('青榕区总工会'))).toBe(true);
    expect(all.some((row) => row.includes(Buffer.from('2611-test').toString('hex')))).toBe(true);
  });
});

describe('seeding', () => {
  beforeEach(async () => {
    await freshDatabase();
    return dropDatabase;
  });

  it('by two processes at once leaves one city', async () => {
    const summaries = await Promise.all([seed(), seed()]);

    expect(summaries.map(({ people }) => people).toSorted((a, b) => a - b)).toEqual([0, population.length]);
    expect(await db.prisma.membership.count()).toBe(summaries.reduce((sum, { memberships }) => sum + memberships, 0));
  });

  it('takes up a person who was in the register before', async () => {
    const early = {
      id: '01990000-0000-7000-8000-0000000000aa',
      name: '覃桂兰',
      residentId: QIN_GUILAN,
      sex: 'MALE',
      divisionCode: '990101',
    };
    await db.prisma.person.create({
      data: { ...sealPerson(early as Parameters<typeof sealPerson>[0], crypto), createdAt: NOW, updatedAt: NOW },
    });

    const { people } = await seed();

    expect(people).toBe(population.length - 1);
    expect(await db.prisma.membership.count({ where: { personId: early.id } })).toBe(1);
  });

  it('writes nothing when a sheet speaks of somebody outside the population, and does not say whom', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'seed-'));
    const peopleFile = join(folder, 'people.json');
    await writeFile(peopleFile, JSON.stringify(population.filter(({ residentId }) => residentId !== QIN_GUILAN)));

    await expect(seedDemo({ prisma: db.prisma, crypto }, { ...options, peopleFile })).rejects.toMatchObject({
      name: 'SeedFileError',
      faults: ['ids.0', 'bankCards.0', 'memberships.0', 'mutualAidEnrolments.0', 'mutualAidEnrolments.1'].map(
        (at) => `people.yaml: ${at}: not in the population`,
      ),
    });
    expect(await db.prisma.division.count()).toBe(0);
    await rm(folder, { recursive: true });
  });

  it('adds people for load, always the same ones', async () => {
    const first = await seed({ extraPeople: 300 });
    const more = await seed({ extraPeople: 2_100 });
    const none = await seed({ extraPeople: 2_100 });

    expect(first.people).toBe(population.length + 300);
    expect(more.people).toBe(1_800);
    expect(more.memberships).toBeGreaterThan(1_000);
    expect(none).toMatchObject({ people: 0, memberships: 0 });
  });
});
