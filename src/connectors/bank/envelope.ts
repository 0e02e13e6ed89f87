import { AgencyExchangeError } from '#connectors/kit/agency-exchange-error.ts';
import { writeCompactWallTime } from '#connectors/kit/foreign-date.ts';
import { readShape } from '#connectors/kit/read-shape.ts';
import { decodeText, encodeGb18030 } from '#connectors/kit/text-decoding.ts';
import { readXml } from '#connectors/kit/xml-reader.ts';
import type { XmlElement } from '#connectors/kit/xml-writer.ts';
import { xmlElement } from '#connectors/kit/xml-writer.ts';
import { AgencyMessageUnreadableError } from '#domain/agencies/agency-errors.ts';
import { BankAnswer } from './schema.ts';

const DECLARATION = '<?xml version="1.0" encoding="GB18030"?>\n';

/** Throws AgencyExchangeError when a text of ours cannot be written in GB18030: nothing has been sent then. */
export function writeRequest(transaction: string, now: Date, body: readonly XmlElement[]): Uint8Array {
  const head = [xmlElement('交易码', transaction), xmlElement('交易时间', writeCompactWallTime(now))];
  const document = DECLARATION + xmlElement('银企报文', [xmlElement('报文头', head), xmlElement('报文体', body)]);
  try {
    return encodeGb18030(document);
  } catch (cause) {
    throw new AgencyExchangeError('REJECTED_REQUEST', 'bank: the request cannot be written in GB18030', {
      recorded: 'NO',
      blameAgency: false,
      cause,
    });
  }
}

export interface Answer {
  /** Four digits; `0000` is yes. Every answer comes with HTTP 200. */
  readonly code: string;
  /** 报文体, unread; meaningful when the code is `0000`. */
  readonly body: unknown;
}

/** Throws AgencyExchangeError while the bank is closed for the day's end: it has recorded nothing then. */
export function readAnswer(bytes: Uint8Array): Answer {
  const { 银企报文: answer } = readShape(BankAnswer, readXml(decodeText(bytes, 'gb18030')));
  const code = answer.应答码.trim();
  if (code === CLOSED) throw new AgencyExchangeError('SERVER_ERROR', 'bank: closed or busy', { recorded: 'NO' });
  return { code, body: answer.报文体 };
}

export const ACCEPTED = '0000';
const CLOSED = '9999';

/** 报文体 of a successful answer to a question, which records nothing. */
export function requireBody({ code, body }: Answer): unknown {
  if (code !== ACCEPTED) {
    throw new AgencyExchangeError('REJECTED_REQUEST', 'bank: we asked wrongly', { recorded: 'NO', blameAgency: false });
  }
  if (body === undefined || body === '') throw new AgencyMessageUnreadableError('报文体: missing');
  return body;
}
