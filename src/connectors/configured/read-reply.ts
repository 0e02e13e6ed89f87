import { textAt, valueAt, wordAt } from '#connectors/kit/dotted-path.ts';
import { readNote } from '#connectors/kit/foreign-text.ts';
import { readJson } from '#connectors/kit/json-reader.ts';
import { readWord } from '#connectors/kit/read-shape.ts';
import { AgencyMessageUnreadableError } from '#domain/agencies/agency-errors.ts';
import type { ReferralReply } from '#domain/agencies/inbound-content.ts';
import type { Messages } from './agency-file.ts';

/** A pushed message in our words, by the paths and tables of the file. Throws AgencyMessageUnreadableError. */
export function readReply(messages: Messages, body: Uint8Array): ReferralReply {
  const document = readJson(body);
  const status = required(wordAt(document, messages.status), messages.status);
  const { event, outcome, reasonCode } = readWord(new Map(Object.entries(messages.statuses)), status, messages.status);
  const reason = messages.reason && wordAt(document, messages.reason);
  return {
    kind: 'REFERRAL_REPLY',
    referralId: required(textAt(document, messages.referralId), messages.referralId),
    event,
    outcome,
    sequence: messages.sequence === undefined ? undefined : sequenceAt(document, messages.sequence),
    occurredAt: messages.occurredAt === undefined ? undefined : instantAt(document, messages.occurredAt),
    agencyReference: messages.reference && textAt(document, messages.reference),
    businessStatus: (messages.businessStatus && textAt(document, messages.businessStatus)) ?? status,
    reasonCode:
      messages.reason && reason
        ? readWord(new Map(Object.entries(messages.reasons)), reason, messages.reason)
        : reasonCode,
    note: readNote(
      messages.note
        .map((path) => textAt(document, path))
        .filter(Boolean)
        .join('；'),
    ),
  };
}

function required(text: string | undefined, path: string): string {
  if (text === undefined) throw new AgencyMessageUnreadableError(`${path}: missing`);
  return text;
}

function sequenceAt(document: unknown, path: string): number {
  const value = valueAt(document, path);
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 1) {
    throw new AgencyMessageUnreadableError(`${path}: not a running number`);
  }
  return value;
}

/** RFC 3339 with its zone; a time without one could be anywhere. */
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

function instantAt(document: unknown, path: string): Date | undefined {
  const text = textAt(document, path);
  if (text === undefined) return undefined;
  const instant = new Date(text);
  if (!INSTANT.test(text) || Number.isNaN(instant.getTime())) {
    throw new AgencyMessageUnreadableError(`${path}: not an instant with a zone`);
  }
  return instant;
}
