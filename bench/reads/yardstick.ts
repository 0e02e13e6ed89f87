import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import pg from 'pg';
import { Pool } from 'undici';
import { openKeys } from '#app/keys/open-keys.ts';
import { demoSecrets } from '#app/secrets.ts';
import { assistanceOf } from '#connectors/civil-affairs/assistance.ts';
import type { CivilAssistanceRow } from '#connectors/civil-affairs/schema.ts';
import { docketOf } from '#connectors/court/mapping.ts';
import type { CourtDocketRow } from '#connectors/court/schema.ts';
import { enrolmentOf } from '#connectors/hr-bureau/enrolment.ts';
import type { HrEnrolmentRow } from '#connectors/hr-bureau/schema.ts';
import { decodeText, encodeGb18030 } from '#connectors/kit/text-decoding.ts';
import { readXml } from '#connectors/kit/xml-reader.ts';
import { maskName, maskPhone, maskResidentId } from '#domain/registry/masking.ts';
import type { Phone } from '#domain/registry/phone.ts';
import type { ResidentId } from '#domain/registry/resident-id.ts';
import { createLogger } from '#platform/logger.ts';
import { globalId } from '#resolvers/global-id.ts';
import { openDatabase } from '#store/database.ts';

// What a good engineer would write for this one page and nothing else: no GraphQL, no access rules, no snapshots, no
// breaker, no check of what an agency sends. It reads the same rows, opens the same seals, makes the same three calls,
// translates with the same functions and answers with the same JSON.

const PAGE = `
  SELECT id, name_sealed, resident_id_sealed, phone_sealed, sex, division_code
    FROM person
   WHERE division_code LIKE '9901%' AND id > $1
   ORDER BY id LIMIT 21`;
const MEMBERSHIPS = `
  SELECT m.person_id, m.status, m.employment_group, m.joined_on::text, o.name, o.level
    FROM membership m JOIN union_organisation o ON o.id = m.organisation_id
   WHERE m.person_id = ANY($1::uuid[]) ORDER BY m.joined_on DESC`;
const JSON_HEADERS = { 'content-type': 'application/json' };

interface PersonRow {
  readonly id: string;
  readonly name_sealed: Uint8Array;
  readonly resident_id_sealed: Uint8Array;
  readonly phone_sealed: Uint8Array | null;
  readonly sex: string;
  readonly division_code: string;
}

interface MembershipRow {
  readonly person_id: string;
  readonly status: string;
  readonly employment_group: string | null;
  readonly joined_on: string;
  readonly name: string;
  readonly level: string;
}

interface Settings {
  readonly databaseUrl: string;
  readonly court: string;
  readonly hrBureau: string;
  readonly civilAffairs: string;
}

/** Listens on a free port of this machine and answers `POST /page?after=<person id>`. */
export async function startYardstick(settings: Settings, port: number): Promise<{ url: string }> {
  const database = new pg.Pool({ connectionString: settings.databaseUrl, max: 10 });
  const { crypto } = await openKeys(
    openDatabase(settings.databaseUrl, 1, () => {}),
    demoSecrets().sealing,
    { duty: 'LOOK', log: createLogger('silent', 'bench') },
  );
  const pools = {
    court: new Pool(settings.court, { connections: 16 }),
    hrBureau: new Pool(settings.hrBureau, { connections: 16 }),
    civilAffairs: new Pool(settings.civilAffairs, { connections: 16 }),
  };

  function openPerson(row: PersonRow) {
    const opened = (column: string, sealed: Uint8Array) => crypto.openText(sealed, `person.${column}:${row.id}`);
    return {
      id: row.id,
      name: opened('name', row.name_sealed),
      residentId: opened('resident_id', row.resident_id_sealed) as ResidentId,
      phone: row.phone_sealed && (opened('phone', row.phone_sealed) as Phone),
      sex: row.sex,
      divisionCode: row.division_code,
    };
  }

  async function ask(pool: Pool, path: string, headers: Record<string, string>, body: string | Uint8Array) {
    const answer = await pool.request({ method: 'POST', path, headers, body });
    const bytes = new Uint8Array(await answer.body.arrayBuffer());
    if (answer.statusCode !== 200) throw new Error(`${path}: ${answer.statusCode} ${bytes.length} bytes`);
    return bytes;
  }

  async function askCourt(ids: readonly ResidentId[]) {
    const body = JSON.stringify({ fydm: '桂9901', sfzhs: ids, pageNum: 1, pageSize: 100 });
    const answer = await ask(pools.court, '/fyjk/ajcx', JSON_HEADERS, body);
    const { data } = JSON.parse(decodeText(answer, 'utf-8')) as { data: { list: CourtDocketRow[] } };
    return grouped(
      data.list,
      ({ sfzh }) => sfzh,
      (row) => {
        const { docketNumber, causeOfAction, stage, courtName, docketedOn, businessStatus } = docketOf(row);
        return { docketNumber, causeOfAction, stage, courtName, docketedOn: docketedOn ?? null, businessStatus };
      },
    );
  }

  async function askHrBureau(ids: readonly ResidentId[]) {
    const people = ids.map((id) => `<人员><AAC002>${id}</AAC002></人员>`).join('');
    const body = encodeGb18030(
      `<?xml version="1.0" encoding="GB18030"?>\n<请求><报文头><交易码>SB01</交易码><时间>20261121120000</时间></报文头><报文体><人员列表>${people}</人员列表></报文体></请求>`,
    );
    const answer = await ask(pools.hrBureau, '/hrss/sb/cbcx', { 'content-type': 'text/xml; charset=GB18030' }, body);
    const { 应答 } = readXml(decodeText(answer, 'gb18030')) as {
      应答: { 报文体: { 参保列表: '' | { 参保: HrEnrolmentRow | HrEnrolmentRow[] } } };
    };
    const { 参保列表: list } = 应答.报文体;
    const rows = list === '' ? [] : [list.参保].flat();
    return grouped(
      rows,
      ({ AAC002 }) => AAC002.trim(),
      (row) => {
        const enrolment = enrolmentOf(row);
        return {
          type: enrolment.type,
          status: enrolment.status,
          employerName: enrolment.employerName ?? null,
          contributionBase: enrolment.contributionBase ?? null,
          paidMonths: enrolment.paidMonths ?? null,
          from: enrolment.from ?? null,
          to: enrolment.to ?? null,
          businessStatus: enrolment.businessStatus,
        };
      },
    );
  }

  async function askCivilAffairs(ids: readonly ResidentId[]) {
    const answer = await ask(pools.civilAffairs, '/mz/salvation/query', JSON_HEADERS, JSON.stringify({ idCards: ids }));
    const { data } = JSON.parse(decodeText(answer, 'utf-8')) as { data: { rows: CivilAssistanceRow[] } };
    return grouped(
      data.rows,
      ({ idCard }) => idCard,
      (row) => {
        const record = assistanceOf(row);
        return {
          category: record.category,
          status: record.status,
          applicationNo: record.applicationNo,
          decidedOn: record.decidedOn ?? null,
          validUntil: record.validUntil ?? null,
          monthlyAmount: record.monthlyAmount ?? null,
          businessStatus: record.businessStatus,
        };
      },
    );
  }

  async function page(after: string): Promise<string> {
    const { rows } = await database.query<PersonRow>({ name: 'page', text: PAGE, values: [after] });
    const people = rows.slice(0, 20).map(openPerson);
    const ids = people.map(({ residentId }) => residentId);
    const asOf = new Date().toISOString();
    const [memberships, dockets, enrolments, records] = await Promise.all([
      database.query<MembershipRow>({ name: 'memberships', text: MEMBERSHIPS, values: [people.map(({ id }) => id)] }),
      askCourt(ids),
      askHrBureau(ids),
      askCivilAffairs(ids),
    ]);
    const unions = grouped(
      memberships.rows,
      ({ person_id: id }) => id,
      (row) => ({
        status: row.status,
        employmentGroup: row.employment_group,
        joinedOn: row.joined_on,
        organisation: { name: row.name, level: row.level },
      }),
    );
    const found = (rowsOf: readonly object[]) => ({ status: rowsOf.length > 0 ? 'FRESH' : 'NOT_FOUND', asOf });
    const nodes = people.map(({ id, name, residentId, phone, sex, divisionCode }) => {
      const of = <Row>(groups: ReadonlyMap<string, Row[]>) => groups.get(residentId) ?? [];
      return {
        id: globalId('Person', id),
        nameMasked: maskName(name),
        residentIdMasked: maskResidentId(residentId, 'INTERNAL'),
        phoneMasked: phone ? maskPhone(phone) : null,
        sex,
        divisionCode,
        memberships: unions.get(id) ?? [],
        dockets: { ...found(of(dockets)), dockets: of(dockets) },
        insuranceEnrolments: { ...found(of(enrolments)), enrolments: of(enrolments) },
        socialAssistance: { ...found(of(records)), records: of(records) },
      };
    });
    return JSON.stringify({ data: { people: { nodes } } });
  }

  const server = createServer((request, response) => {
    // The body is read as the gateway reads its own, though the address says all.
    text(request)
      .then(() => page(request.url?.split('after=')[1] ?? ''))
      .then(
        (body) => response.writeHead(200, JSON_HEADERS).end(body),
        (error: unknown) => response.writeHead(500).end(String(error)),
      );
  });
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

function grouped<Row, Item>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  toItem: (row: Row) => Item,
): ReadonlyMap<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(toItem(row));
    else groups.set(keyOf(row), [toItem(row)]);
  }
  return groups;
}
