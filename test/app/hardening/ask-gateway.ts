import { connect } from 'node:net';

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly tookMs: number;
}

/** One gateway, asked as one persona. */
export interface AskGateway {
  /** A body as it stands, or an object as JSON. */
  send(body: unknown, headers?: Record<string, string>): Promise<Answer>;
  ask(query: string, variables?: object): Promise<Answer>;
  get(search: string, headers?: Record<string, string>): Promise<Answer>;
  open(path: string, headers?: Record<string, string>): Promise<Answer>;
  /** Sends the text, then a blank every 100 ms, until the gateway hangs up; what it said. */
  whisper(text: string): Promise<string>;
  readonly token: string;
}

/** A probe says what went wrong; nothing when all went well. */
export type Probe = (gateway: AskGateway) => Promise<string | undefined>;

export function askGateway(url: string, token: string): AskGateway {
  async function answerTo(path: string, init: RequestInit): Promise<Answer> {
    const began = performance.now();
    const response = await fetch(url + path, init);
    return { status: response.status, text: await response.text(), tookMs: performance.now() - began };
  }
  const send: AskGateway['send'] = (body, headers = {}) =>
    answerTo('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: token, ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  return {
    token,
    send,
    ask: (query, variables) => send({ query, variables }),
    get: (search, headers) => answerTo(`/graphql?${search}`, { headers: { authorization: token, ...headers } }),
    open: (path, headers = {}) => answerTo(path, { headers }),
    whisper: (text) =>
      new Promise((settle) => {
        const { hostname, port } = new URL(url);
        const socket = connect(Number(port), hostname, () => socket.write(text));
        const drip = setInterval(() => socket.write(' '), 100);
        let said = '';
        socket.on('data', (chunk: Buffer) => void (said += chunk.toString()));
        socket.on('error', () => {});
        socket.once('close', () => {
          clearInterval(drip);
          settle(said);
        });
      }),
  };
}

export const shown = ({ status, text }: Answer): string => `${status} ${text.slice(0, 300)}`;

/** Nothing when refused as the caller’s mistake, with that code. */
export function refusedAs(answer: Answer, code: string, status = 400): string | undefined {
  return answer.status === status && answer.text.includes(`"code":"${code}"`) ? undefined : shown(answer);
}

/** Nothing when it was the caller’s mistake, or no mistake at all. */
export const noFault = (answer: Answer): string | undefined =>
  answer.status < 500 && !answer.text.includes('"INTERNAL"') ? undefined : shown(answer);

/** The same again, so that what is remembered of a document is tried as well. */
export async function twice(probe: () => Promise<string | undefined>): Promise<string | undefined> {
  return (await probe()) ?? (await probe());
}

export const times = (count: number, text: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => text(n)).join(' ');
