import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AgencyConnector, LookUpSubject } from '#domain/agencies/agency-connector.ts';
import { CAPABILITIES, requireCapability, requireLookUp } from '#domain/agencies/require-capability.ts';
import { asksToInquire, asksToReadMessage, asksToReadReplies } from './contract/asks-for-answers.ts';
import { asksLookUp } from './contract/asks-look-ups.ts';
import { asksToSend } from './contract/asks-to-send.ts';
import { IMPATIENT } from './contract/stage.ts';
import type { Stage } from './contract/stage.ts';
import type { ContractSubject } from './contract/subject.ts';
import { startPlayServer } from './support/play-server.ts';

const SUBJECTS: readonly LookUpSubject[] = ['DOCKETS', 'INSURANCE_ENROLMENTS', 'SOCIAL_ASSISTANCE'];

/** The same questions to every agency with a system, each capability by what the agency itself said (its samples). */
export function keepsTheContract(code: string, subject: ContractSubject): void {
  const stage = { subject } as Stage;

  beforeEach(async () => {
    stage.server = await startPlayServer();
    stage.connector = subject.connect(stage.server.url, IMPATIENT);
  });

  afterEach(async () => {
    await stage.connector.close();
    await stage.server.close();
  });

  describe(`${code} keeps the contract`, () => {
    hasItsPapersInOrder(code, () => stage.connector);

    it('is asked here about everything it offers', () => {
      const { connector } = stage;

      expect(subject.lookUps.map((script) => script.subject)).toEqual(Object.keys(connector.lookUps));
      expect(Boolean(subject.inquire)).toBe(Boolean(connector.inquire));
      expect(Boolean(subject.replies)).toBe(Boolean(connector.readReplies));
      expect(subject.messages.length > 0).toBe(Boolean(connector.readMessage));
      expect(connector.circuit?.()).toBe('CLOSED');
    });

    for (const script of subject.lookUps) asksLookUp(stage, script);
    asksToSend(stage);
    if (subject.inquire) asksToInquire(stage, subject.inquire);
    if (subject.replies) asksToReadReplies(stage, subject.replies);
    for (const script of subject.messages) asksToReadMessage(stage, script);
  });
}

/** What holds for windows as well. */
export function hasItsPapersInOrder(code: string, connector: () => AgencyConnector): void {
  it('bears the code of its folder and plays at least one role', () => {
    expect(connector().code).toBe(code);
    expect(connector().roles.length).toBeGreaterThan(0);
  });

  it('can be asked about effects exactly when it says so', () => {
    expect(Boolean(connector().inquire)).toBe(connector().effectKey === 'INQUIRY');
  });

  it('reads messages exactly when some can reach it', () => {
    const receives = Boolean(connector().verifyWebhook) || Boolean(connector().readReplies);

    expect(Boolean(connector().readMessage)).toBe(receives);
  });

  it('refuses by name what it does not offer, and only that', () => {
    const absent = CAPABILITIES.filter((name) => connector()[name] === undefined);
    const subjects = SUBJECTS.filter((name) => connector().lookUps[name] === undefined);

    const refusals = [
      ...CAPABILITIES.map((name) => refusalOf(() => requireCapability(connector(), name))),
      ...SUBJECTS.map((name) => refusalOf(() => requireLookUp(connector(), name))),
    ].filter((refusal) => refusal !== undefined);

    expect(refusals).toEqual([
      ...absent.map((name) => `NOT_SUPPORTED ${code} does not offer ${name}`),
      ...subjects.map((name) => `NOT_SUPPORTED ${code} does not offer look-up ${name}`),
    ]);
  });
}

function refusalOf(require: () => unknown): string | undefined {
  try {
    require();
    return undefined;
  } catch (error) {
    const { fault, message } = error as { fault: string; message: string };
    return `${fault} ${message}`;
  }
}
