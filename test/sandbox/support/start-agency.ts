import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../../sandbox/main.ts', import.meta.url));
const XML_SPEAKERS = ['hr-bureau', 'bank'];
const CONTENT_TYPES = { json: 'application/json', xml: 'text/xml; charset=GB18030' };

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
}

export interface AgencyProcess {
  readonly url: string;
  post(path: string, body: Buffer | string | object): Promise<Reply>;
  control(path: string, body?: object): Promise<Record<string, unknown>>;
  /** kill -9, then the same agency on the same data folder. */
  killAndRestart(): Promise<void>;
  terminate(): Promise<number | null>;
  /** Ends the process and removes its data. */
  dispose(): Promise<void>;
}

/** Starts one sandbox agency as a real process on a free port with a data folder of its own. */
export async function startAgency(agency: string, env: Readonly<Record<string, string>> = {}): Promise<AgencyProcess> {
  const prefix = `SANDBOX_${agency.toUpperCase().replaceAll('-', '_')}`;
  const data = mkdtempSync(join(tmpdir(), 'sandbox-'));
  const settings = { SANDBOX_PACE_MS: '5', ...env, [`${prefix}_DATA`]: data, [`${prefix}_PORT`]: '0' };
  let { child, url } = await launch(agency, settings);

  async function post(path: string, body: Buffer | string | object): Promise<Reply> {
    const raw = Buffer.isBuffer(body) || typeof body === 'string' ? body : JSON.stringify(body);
    const speaksXml = XML_SPEAKERS.includes(agency) && !path.startsWith('/_control');
    const type = speaksXml ? CONTENT_TYPES.xml : CONTENT_TYPES.json;
    const response = await fetch(`${url}${path}`, { method: 'POST', body: raw, headers: { 'content-type': type } });
    return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) };
  }

  return {
    get url() {
      return url;
    },
    post,
    async control(path, body) {
      const response = body === undefined ? await fetch(`${url}/_control/${path}`) : undefined;
      const reply = response
        ? Buffer.from(await response.arrayBuffer())
        : (await post(`/_control/${path}`, body ?? {})).bytes;
      return JSON.parse(reply.toString('utf8')) as Record<string, unknown>;
    },
    async killAndRestart() {
      await end(child, 'SIGKILL');
      ({ child, url } = await launch(agency, settings));
    },
    terminate: () => end(child, 'SIGTERM'),
    async dispose() {
      await end(child, 'SIGKILL');
      rmSync(data, { recursive: true, force: true });
    },
  };
}

interface Launched {
  readonly child: ChildProcess;
  readonly url: string;
}

function launch(agency: string, settings: Readonly<Record<string, string>>): Promise<Launched> {
  const { SANDBOX_GATEWAY_URL: _outside, ...outer } = process.env;
  const child = spawn(process.execPath, [MAIN, agency], {
    env: { ...outer, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return new Promise((resolve, reject) => {
    const complaints: string[] = [];
    child.stderr.on('data', (chunk: Buffer) => complaints.push(chunk.toString('utf8')));
    child.once('exit', () => reject(new Error(`${agency} ended before it was ready: ${complaints.join('')}`)));
    createInterface({ input: child.stdout }).once('line', (line) =>
      resolve({ child, url: (JSON.parse(line) as { url: string }).url }),
    );
  });
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  child.kill(signal);
  return await ended;
}
