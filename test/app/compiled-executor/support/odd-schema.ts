import { makeExecutableSchema } from '@graphql-tools/schema';
import { GraphQLError, type GraphQLSchema, GraphQLScalarType } from 'graphql';
import { type Random, seededRandom } from '../../../support/factories/identifiers.ts';

const SDL = /* GraphQL */ `
  interface Node {
    id: ID!
    text: String
  }
  enum Colour {
    RED
    GREEN
  }
  scalar Even
  input Filter {
    text: String = "as usual"
    numbers: [Int!]
    colour: Colour
    inner: Inner
  }
  input Inner {
    colour: Colour!
    text: String = null
  }
  input Nested {
    inner: Nested
  }
  type Leaf implements Node {
    id: ID!
    text: String
    number: Int
    numberThere: Int!
    sure: Boolean
    colour: Colour
    even: Even
    echo(text: String = "said", filter: Filter, numbers: [Int], colour: Colour = GREEN): String
    leaf: Leaf
    leafThere: Leaf!
  }
  type Branch implements Node {
    id: ID!
    text: String
    share: Float
    numberThere: Int!
    leaf: Leaf
    leafThere: Leaf!
    leaves: [Leaf]
    leavesThere: [Leaf!]!
    leavesPerhaps: [Leaf!]
    matrix: [[Int!]]
    colours: [Colour!]!
    node: Node
    nodeThere: Node!
    any: Any
    anys: [Any!]
    branch: Branch
  }
  union Any = Leaf | Branch
  type Query {
    branch: Branch
    branchThere: Branch!
    node: Node
    nodes: [Node]!
    any: Any
    echo(text: String = "said", filter: Filter, numbers: [Int], colour: Colour = GREEN): String
    nested(in: Nested): String
  }
  type Mutation {
    first: Branch
    second: Leaf
    third: Leaf!
  }
`;

interface Thing {
  readonly __typename: string;
  readonly key: string;
}

export interface Moods {
  /** Share of fields that fail, are null where they may not be, or hold what their type cannot show. */
  readonly trouble: number;
  /** MIXED only without trouble: graphql-js 16 leaves a rejection unhandled when a sibling throws at once. */
  readonly answers: 'AT_ONCE' | 'LATER' | 'MIXED';
}

/**
 * A schema for everything ours does not have: errors in list items, nulls that rise, values no enum knows. What a field
 * answers follows from its parent and its arguments alone, so two executors see the same, in whatever order they ask.
 */
export function createOddSchema({ trouble, answers }: Moods): { schema: GraphQLSchema; calls: string[] } {
  const calls: string[] = [];
  const schema = makeExecutableSchema({
    typeDefs: SDL,
    resolvers: {
      Even: new GraphQLScalarType({
        name: 'Even',
        serialize(value) {
          if (Number(value) % 2 !== 0) throw new TypeError('not even');
          return { even: value };
        },
      }),
    },
  });
  for (const type of ['Query', 'Mutation', 'Leaf', 'Branch']) {
    const object = schema.getType(type);
    if (!object || !('getFields' in object)) throw new RangeError(`no type ${type}`);
    for (const [name, field] of Object.entries(object.getFields())) {
      Object.assign(field, {
        resolve(parent: Thing | undefined, args: object) {
          const key = `${parent?.key ?? 'root'}.${name}${inOrder(args)}`;
          calls.push(key);
          const random = seededRandom(hash(key));
          const answer = () => (name === 'echo' ? inOrder(args) : valueOf(String(field.type), key, random, trouble));
          const atOnce = answers === 'AT_ONCE' || (answers === 'MIXED' && random() < 0.5);
          return atOnce ? answer() : Promise.resolve().then(answer);
        },
      });
    }
  }
  return { schema, calls };
}

/** Executors may give arguments in any order. */
function inOrder(args: object): string {
  return JSON.stringify(Object.fromEntries(Object.entries(args).toSorted(([a], [b]) => (a < b ? -1 : 1))));
}

function valueOf(type: string, key: string, random: Random, trouble: number): unknown {
  const mood = random();
  if (mood < trouble / 3) throw failure(random);
  if (mood < (2 * trouble) / 3) return random() < 0.5 ? null : undefined;
  const there = type.endsWith('!');
  if (there) return present(type.slice(0, -1), key, random, trouble, false);
  return random() < 0.1 ? null : present(type, key, random, trouble, mood < trouble);
}

function present(type: string, key: string, random: Random, trouble: number, odd: boolean): unknown {
  if (type.startsWith('[')) {
    const item = type.slice(1, -1);
    return Array.from({ length: Math.floor(random() * 4) }, (_, index) =>
      listItem(item, `${key}[${index}]`, random, trouble),
    );
  }
  return scalarOf(type, random, odd) ?? thing(type, key, random);
}

function listItem(type: string, key: string, random: Random, trouble: number): unknown {
  try {
    return valueOf(type, key, random, trouble);
  } catch (error) {
    // An error among the items stands for the item that could not be had.
    return error;
  }
}

function failure(random: Random): Error {
  return random() < 0.5
    ? new Error('it broke')
    : new GraphQLError('refused', { extensions: { code: 'FORBIDDEN', detail: [1, { a: null }] } });
}

function scalarOf(type: string, random: Random, odd: boolean): unknown {
  const number = Math.floor(random() * 1_000);
  const values: Readonly<Record<string, readonly [usual: unknown, odd: unknown]>> = {
    Int: [number, 2 ** 40],
    Float: [number / 8, Number.NaN],
    String: ['“字”\n\u2028"', { not: 'text' }],
    ID: [`id-${number}`, {}],
    Boolean: [number > 500, 'yes'],
    Colour: [number > 500 ? 'RED' : 'GREEN', 'PINK'],
    Even: [number * 2, 3],
  };
  return values[type]?.[odd ? 1 : 0];
}

function thing(type: string, key: string, random: Random): Thing {
  const concrete = type === 'Node' || type === 'Any' ? (random() < 0.5 ? 'Leaf' : 'Branch') : type;
  return { __typename: concrete, key };
}

function hash(text: string): number {
  return [...text].reduce((sum, character) => (Math.imul(sum, 31) + (character.codePointAt(0) ?? 0)) | 0, 7) >>> 0;
}
