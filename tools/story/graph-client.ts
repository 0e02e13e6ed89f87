import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

export interface GraphClient {
  /** Throws when the answer has errors or userErrors: a story has no use for half an answer. */
  ask<Data>(operation: string, variables?: Record<string, unknown>): Promise<Data>;
}

export function newKey(): string {
  return randomUUID();
}

/** `purpose` is what personal content is read for, such as INTAKE. */
export function createGraphClient(url: string, token: string, purpose?: string): GraphClient {
  return {
    async ask<Data>(operation: string, variables: Record<string, unknown> = {}): Promise<Data> {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${token}`,
          ...(purpose && { 'onedoor-purpose': purpose }),
        },
        body: JSON.stringify({ query: operation, variables }),
      });
      const answer = (await response.json()) as { data?: Data; errors?: { message: string }[] };
      if (!answer.data || answer.errors)
        throw new Error(answer.errors?.map((error) => error.message).join('; ') ?? 'no data');
      const refused = findUserErrors(answer.data);
      if (refused.length > 0) throw new Error(refused.join('; '));
      return answer.data;
    },
  };
}

/** Asks until `done` says so. */
export async function askUntil<Data>(
  ask: () => Promise<Data>,
  done: (data: Data) => boolean,
  what: string,
  withinMs = 60_000,
): Promise<Data> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const data = await ask();
    if (done(data)) return data;
    if (Date.now() > deadline) throw new Error(`等了 ${withinMs / 1000} 秒仍未见 / waited in vain for: ${what}`);
    await pause(200);
  }
}

function findUserErrors(data: unknown): string[] {
  if (!data || typeof data !== 'object') return [];
  return Object.entries(data).flatMap(([key, value]) =>
    key === 'userErrors' && Array.isArray(value)
      ? value.map((fault: { code?: string; message?: string }) => `${fault.code}: ${fault.message}`)
      : findUserErrors(value),
  );
}
