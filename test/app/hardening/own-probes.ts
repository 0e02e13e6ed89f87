import { noFault, type Probe, refusedAs, shown, times, twice } from './ask-gateway.ts';

/** Fragments that each unfold the next one twice. */
const bombOf = (levels: number): string =>
  times(levels, (n) => `fragment F${n} on Viewer { ...F${n + 1} ... { ...F${n + 1} } }`);

/** What we tried ourselves, most of it because a plain server fell for it. */
export const OWN_PROBES: readonly (readonly [string, Probe])[] = [
  [
    '11 levels',
    ({ ask }) =>
      twice(async () =>
        refusedAs(
          await ask(`{ viewer { person ${'{ cases { nodes { applicant '.repeat(3)} { id } ${'} } }'.repeat(3)} } }`),
          'QUERY_TOO_COMPLEX',
        ),
      ),
  ],
  [
    'a fragment bomb without a field',
    async ({ ask }) =>
      refusedAs(
        await ask(`{ viewer { ...F0 } } ${bombOf(60)} fragment F60 on Viewer { ...Missing }`),
        'QUERY_TOO_COMPLEX',
      ),
  ],
  ['20,000 open braces', async ({ ask }) => refusedAs(await ask('{'.repeat(20_000)), 'GRAPHQL_PARSE_FAILED')],
  ['201 fields', async ({ ask }) => refusedAs(await ask(`{ viewer { ${'role '.repeat(200)} } }`), 'QUERY_TOO_COMPLEX')],
  [
    '21 root fields',
    async ({ ask }) => refusedAs(await ask(`{ ${'viewer { role } '.repeat(21)} }`), 'QUERY_TOO_COMPLEX'),
  ],
  [
    '16 aliases spread through a fragment',
    async ({ ask }) =>
      refusedAs(
        await ask(`{ viewer { ...F ...F } } fragment F on Viewer { ${times(8, (n) => `a${n}: role`)} }`),
        'QUERY_TOO_COMPLEX',
      ),
  ],
  [
    'a fragment bomb of 2^60 fields, in less than a second',
    ({ ask }) =>
      twice(async () => {
        const answer = await ask(`{ viewer { ...F0 } } ${bombOf(60)} fragment F60 on Viewer { role }`);
        return answer.tookMs < 1_000 ? refusedAs(answer, 'QUERY_TOO_COMPLEX') : `${answer.tookMs} ms`;
      }),
  ],
  [
    'a circle of fragments',
    ({ ask }) =>
      twice(async () =>
        refusedAs(
          await ask('{ viewer { ...A } } fragment A on Viewer { ...B } fragment B on Viewer { role ...A }'),
          'GRAPHQL_VALIDATION_FAILED',
        ),
      ),
  ],
  [
    'an unused fragment with 1,900 fields',
    async ({ ask }) =>
      refusedAs(await ask(`{ __typename } fragment F on Viewer { ${'role '.repeat(1_900)} }`), 'QUERY_TOO_COMPLEX'),
  ],
  [
    '100 operations in a document',
    async ({ ask }) => refusedAs(await ask(times(100, (n) => `query Q${n} { __typename }`)), 'QUERY_TOO_COMPLEX'),
  ],
  [
    'pages below pages',
    ({ ask }) =>
      twice(async () =>
        refusedAs(
          await ask(
            'query ($n: Int) { people(first: $n) { nodes { cases(first: $n) { nodes { applicant { id } } } } } }',
            { n: 100 },
          ),
          'QUERY_TOO_COMPLEX',
        ),
      ),
  ],
  [
    'every person of a page asked about at every agency',
    async ({ ask }) =>
      refusedAs(
        await ask(
          `{ ${times(6, (n) => `p${n}: people(first: 100) { nodes { dockets { status } insuranceEnrolments { status } socialAssistance { status } } }`)} }`,
        ),
        'QUERY_TOO_COMPLEX',
      ),
  ],
  [
    'a page of a million',
    async ({ ask }) => {
      const answer = await ask('{ cases(first: 1000000) { nodes { id } } }');
      return noFault(answer) ?? (answer.text.includes('"code":"BAD_USER_INPUT"') ? undefined : shown(answer));
    },
  ],
  [
    'a number too large for Int',
    async ({ ask }) =>
      refusedAs(await ask('{ cases(first: 99999999999999999999) { totalCount } }'), 'GRAPHQL_VALIDATION_FAILED'),
  ],
  [
    '1e400 in the document',
    async ({ ask }) =>
      refusedAs(
        await ask(
          '{ previewCase(input: { serviceItemCode: "a", divisionCode: "990101", form: { n: 1e400 } }) { eligible } }',
        ),
        'GRAPHQL_VALIDATION_FAILED',
      ),
  ],
  [
    '1e400 in a variable',
    async ({ send }) =>
      refusedAs(
        await send('{"query":"query($n:Int){cases(first:$n){totalCount}}","variables":{"n":1e400}}'),
        'BAD_USER_INPUT',
      ),
  ],
  [
    'variables 10,000 levels deep',
    async ({ send }) =>
      refusedAs(
        await send(`{"query":"{ __typename }","variables":{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}}`),
        'BAD_REQUEST',
      ),
  ],
  [
    'a body of a mebibyte',
    async ({ send }) => refusedAs(await send(`{"query":"${'x'.repeat(1024 * 1024)}"}`), 'PAYLOAD_TOO_LARGE', 413),
  ],
  [
    'a NUL',
    async ({ send }) =>
      refusedAs(
        await send(
          String.raw`{"query":"query($t:String!){caseByAcceptanceNo(acceptanceNo:$t){id}}","variables":{"t":"\u0000"}}`,
        ),
        'BAD_USER_INPUT',
      ),
  ],
  [
    'half a character',
    async ({ send }) =>
      refusedAs(
        await send(
          String.raw`{"query":"query($t:String!){caseByAcceptanceNo(acceptanceNo:$t){id}}","variables":{"t":"\ud842"}}`,
        ),
        'BAD_USER_INPUT',
      ),
  ],
  [
    '__proto__ as a key everywhere',
    async ({ send }) => {
      const answer = await send(
        '{"query":"{ __typename }","__proto__":{"query":"x"},"variables":{"__proto__":{"polluted":1}},"extensions":{"__proto__":1}}',
      );
      return 'polluted' in {} ? 'polluted' : noFault(answer);
    },
  ],
  [
    '__proto__ and constructor as other names',
    ({ ask }) =>
      twice(async () => noFault(await ask('{ __proto__: viewer { constructor: role } toString: viewer { role } }'))),
  ],
  [
    'another charset',
    async ({ send }) =>
      refusedAs(
        await send('{"query":"{ __typename }"}', { 'content-type': 'application/json; charset=gb18030' }),
        'UNSUPPORTED_MEDIA_TYPE',
        415,
      ),
  ],
  [
    'a body that says it is compressed',
    async ({ send }) =>
      refusedAs(
        await send('{"query":"{ __typename }"}', { 'content-encoding': 'gzip' }),
        'UNSUPPORTED_MEDIA_TYPE',
        415,
      ),
  ],
  [
    'a subscription over HTTP',
    async ({ ask }) => refusedAs(await ask('subscription { caseChanged(id: "x") { id } }'), 'BAD_REQUEST'),
  ],
  [
    'a persisted query that would fill a cache',
    async ({ send }) =>
      refusedAs(
        await send({
          query: '{ __typename }',
          extensions: { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } },
        }),
        'PERSISTED_QUERY_NOT_SUPPORTED',
        200,
      ),
  ],
  [
    'a request that never ends',
    async ({ token, whisper }) => {
      const head =
        'POST /graphql HTTP/1.1\r\nHost: gateway\r\nContent-Type: application/json\r\nContent-Length: 100000';
      const said = await whisper(`${head}\r\nAuthorization: ${token}\r\n\r\n{`);
      return said === '' || said.startsWith('HTTP/1.1 408') ? undefined : said.slice(0, 200);
    },
  ],
  [
    'two lengths in one request',
    async ({ whisper }) => {
      const inside = '0\r\n\r\nGET /explorer HTTP/1.1\r\nHost: gateway\r\n\r\n';
      const said = await whisper(
        `POST /graphql HTTP/1.1\r\nHost: gateway\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n${inside}`,
      );
      return said.startsWith('HTTP/1.1 400') && !said.includes('HTTP/1.1 200') ? undefined : said.slice(0, 200);
    },
  ],
];
