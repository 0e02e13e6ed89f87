import { expect } from 'vitest';
import { answersAbout, flatHeaders } from '../../connectors/support/pushed-answers.ts';
import { type GatewayStub, startGatewayStub } from '../../sandbox/support/gateway-stub.ts';
import { type AgencyProcess, startAgency } from '../../sandbox/support/start-agency.ts';
import type { TestApp } from '../../support/build-test-app.ts';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

/**
 * A simulated agency with a process of its own. It works in milliseconds while a story takes weeks, so its signed
 * letters wait in a mailbox until the story has come to the day on which they arrive.
 */
export interface Correspondent {
  readonly process: AgencyProcess;
  /** Where the house reaches it and how it proves itself, as the settings say it. */
  readonly settings: Readonly<Record<string, string>>;
  /** The next letters about a matter arrive at the house: its signature is checked and its content applied. */
  arrive(house: TestApp, about: string, letters: number): Promise<void>;
  close(): Promise<void>;
}

export async function startCorrespondent(agency: string): Promise<Correspondent> {
  const prefix = agency.toUpperCase().replaceAll('-', '_');
  const mailbox: GatewayStub = await startGatewayStub();
  const process = await startAgency(agency, {
    SANDBOX_GATEWAY_URL: mailbox.url,
    [`SANDBOX_${prefix}_WEBHOOK_SECRET`]: SECRET,
  });
  const taken = new Map<string, number>();
  return {
    process,
    settings: { [`${prefix}_URL`]: process.url, [`${prefix}_WEBHOOK_SECRETS`]: SECRET },
    async arrive(house, about, letters) {
      const before = taken.get(about) ?? 0;
      const waiting = await answersAbout(mailbox, about, before + letters);
      taken.set(about, before + letters);
      for (const letter of waiting.slice(before, before + letters)) {
        const message = { headers: flatHeaders(letter), body: letter.body };
        expect(await house.app.system.receiveWebhook(agency, message)).toBe('ACCEPTED');
      }
      await house.drain();
    },
    async close() {
      await process.dispose();
      await mailbox.close();
    },
  };
}

/** How an agency's letters name a referral. */
export function rowOf(referralId: string): string {
  return Buffer.from(referralId, 'base64url').toString().slice('ref:'.length);
}
