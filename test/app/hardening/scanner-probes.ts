import { getIntrospectionQuery } from 'graphql';
import { noFault, type Probe, refusedAs, shown, times } from './ask-gateway.ts';

/** What graphql-cop tries, each under the name of what it looks for. */
export const SCANNER_PROBES: readonly (readonly [string, Probe])[] = [
  [
    'field suggestions',
    async ({ ask }) => ((await ask('{ viewr { role } }')).text.includes('Did you mean') ? 'guesses' : undefined),
  ],
  [
    'introspection without a token',
    async ({ send }) =>
      refusedAs(await send({ query: getIntrospectionQuery() }, { authorization: '' }), 'UNAUTHENTICATED', 401),
  ],
  [
    'an explorer at the address of the graph',
    async ({ open }) => {
      const answer = await open('/graphql', { accept: 'text/html' });
      return /graphiql|playground|sandbox/i.test(answer.text) || answer.status === 200 ? shown(answer) : undefined;
    },
  ],
  [
    'a query by GET, as a foreign page could send it',
    async ({ get }) => refusedAs(await get('query={__typename}'), 'BAD_REQUEST'),
  ],
  [
    'a mutation by GET',
    async ({ get }) => {
      const plain = await get('query=mutation{__typename}');
      const meant = await get('query=mutation{__typename}', { 'apollo-require-preflight': '1' });
      return plain.status === 400 && meant.status === 405 ? undefined : `${shown(plain)} ${shown(meant)}`;
    },
  ],
  [
    'a form of a foreign page',
    async ({ send }) =>
      refusedAs(
        await send('query=%7B__typename%7D', { 'content-type': 'application/x-www-form-urlencoded' }),
        'UNSUPPORTED_MEDIA_TYPE',
        415,
      ),
  ],
  [
    '101 aliases',
    async ({ ask }) => refusedAs(await ask(`{ ${times(101, (n) => `a${n}: __typename`)} }`), 'QUERY_TOO_COMPLEX'),
  ],
  [
    'a batch of ten',
    async ({ send }) =>
      refusedAs(await send(Array.from({ length: 10 }, () => ({ query: '{ __typename }' }))), 'BAD_REQUEST'),
  ],
  [
    'a directive ten times',
    async ({ ask }) => refusedAs(await ask(`{ __typename ${'@aa'.repeat(10)} }`), 'QUERY_TOO_COMPLEX'),
  ],
  [
    'a field 500 times',
    async ({ ask }) => refusedAs(await ask(`{ ${'__typename '.repeat(500)} }`), 'QUERY_TOO_COMPLEX'),
  ],
  [
    'introspection in circles',
    async ({ ask }) => {
      const circles =
        '{ __schema { types { fields { type { fields { type { fields { type { fields { type { name } } } } } } } } } } }';
      const { status, text } = await ask(circles);
      return status === 400 && text.includes('GRAPHQL_VALIDATION_FAILED')
        ? undefined
        : `${status} ${text.slice(0, 100)}`;
    },
  ],
  [
    'traces in the answer',
    async ({ send }) => {
      const answer = await send(
        { query: '{ __typename }' },
        { 'apollo-federation-include-trace': 'ftv1', 'apollo-tracing': '1' },
      );
      return /ftv1|tracing/.test(answer.text) ? shown(answer) : undefined;
    },
  ],
  [
    'an error nobody handled',
    async ({ ask }) => {
      const answers = await Promise.all(['{', 'queryy {}', '{ a(b: }'].map((query) => ask(query)));
      return (
        answers.map(noFault).find(Boolean) ??
        (answers.some(({ text }) => /stack|node_modules|\.ts:/.test(text)) ? 'a stack' : undefined)
      );
    },
  ],
];
