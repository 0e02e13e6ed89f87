import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';
import { bodyOf } from './requests.ts';

export interface Shots {
  readonly sent: number;
  /** By HTTP status; `0` where there was no answer. */
  readonly byStatus: Readonly<Record<string, number>>;
  /** Answers with errors or userErrors under status 200. */
  readonly refused: number;
  readonly acceptedCases: number;
  readonly missingRetryAfter: number;
  /** Milliseconds from the moment a request was due, so that a server that holds up the sender does not look fast. */
  readonly accepted: readonly number[];
}

export interface Volley {
  readonly url: string;
  readonly token: string;
  readonly perSecond: number;
  readonly seconds: number;
  /** Number of the first request, so that no two volleys open the same case. */
  readonly from: number;
}

/** Sends at a fixed rate whatever the answers do. */
export async function fire({ url, token, perSecond, seconds, from }: Volley): Promise<Shots> {
  const pool = new Pool(url, { connections: 512, pipelining: 1 });
  const byStatus: Record<string, number> = {};
  const accepted: number[] = [];
  let refused = 0;
  let acceptedCases = 0;
  let missingRetryAfter = 0;
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };

  async function one(turn: number, due: number): Promise<void> {
    try {
      const answer = await pool.request({
        method: 'POST',
        path: '/graphql',
        headers,
        body: bodyOf(turn),
        headersTimeout: 30_000,
      });
      const text = await answer.body.text();
      byStatus[answer.statusCode] = (byStatus[answer.statusCode] ?? 0) + 1;
      if (answer.statusCode === 200) {
        accepted.push(performance.now() - due);
        if (/"errors":\[|"userErrors":\[\{/.test(text)) refused += 1;
        else if (text.includes('"openCase"')) acceptedCases += 1;
      } else if (!answer.headers['retry-after']) missingRetryAfter += 1;
    } catch {
      byStatus['0'] = (byStatus['0'] ?? 0) + 1;
    }
  }

  const began = performance.now();
  const running: Promise<void>[] = [];
  const total = perSecond * seconds;
  for (let sent = 0; sent < total;) {
    const due = Math.min(total, Math.floor(((performance.now() - began) / 1000) * perSecond) + 1);
    for (; sent < due; sent += 1) running.push(one(from + sent, began + (sent / perSecond) * 1000));
    await pause(2);
  }
  await Promise.all(running);
  await pool.close();
  return { sent: total, byStatus, refused, acceptedCases, missingRetryAfter, accepted };
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
