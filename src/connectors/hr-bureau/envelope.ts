import { AgencyExchangeError } from '#connectors/kit/agency-exchange-error.ts';
import { writeCompactWallTime } from '#connectors/kit/foreign-date.ts';
import { readShape } from '#connectors/kit/read-shape.ts';
import { decodeText, encodeGb18030 } from '#connectors/kit/text-decoding.ts';
import { readXml } from '#connectors/kit/xml-reader.ts';
import type { XmlElement } from '#connectors/kit/xml-writer.ts';
import { xmlElement } from '#connectors/kit/xml-writer.ts';
import { AgencyMessageUnreadableError } from '#domain/agencies/agency-errors.ts';
import { HrAnswer } from './schema.ts';

const DECLARATION = '<?xml version="1.0" encoding="GB18030"?>\n';

/** Throws AgencyExchangeError when a text of ours cannot be written in GB18030: nothing has been sent then. */
export function writeRequest(transaction: string, now: Date, body: readonly XmlElement[]): Uint8Array {
  const head = [xmlElement('交易码', transaction), xmlElement('时间', writeCompactWallTime(now))];
  const document = DECLARATION + xmlElement('请求', [xmlElement('报文头', head), xmlElement('报文体', body)]);
  try {
    return encodeGb18030(document);
  } catch (cause) {
    throw new AgencyExchangeError('REJECTED_REQUEST', 'hr-bureau: the request cannot be written in GB18030', {
      recorded: 'NO',
      blameAgency: false,
      cause,
    });
  }
}

export interface Answer {
  /** `OK` or the bureau's own words: business errors come with HTTP 200. */
  readonly err: string;
  /** 报文体, unread; meaningful when `err` is `OK`. */
  readonly body: unknown;
}

export function readAnswer(bytes: Uint8Array): Answer {
  const { 应答: answer } = readShape(HrAnswer, readXml(decodeText(bytes, 'gb18030')));
  return { err: answer.ERR.trim(), body: answer.报文体 };
}

const BUSY = '系统忙，请稍后再试';

/**
 * 报文体 of a successful answer. Throws AgencyExchangeError for the bureau's errors: 系统忙 is theirs and says that
 * nothing was recorded, the others say that our question was wrong.
 */
export function requireBody({ err, body }: Answer): unknown {
  if (err === BUSY) throw busy();
  if (err !== 'OK') {
    throw new AgencyExchangeError('REJECTED_REQUEST', 'hr-bureau: ERR is not OK', {
      recorded: 'MAYBE',
      blameAgency: false,
    });
  }
  if (body === undefined || body === '') throw new AgencyMessageUnreadableError('报文体: missing');
  return body;
}

export function isBusy({ err }: Answer): boolean {
  return err === BUSY;
}

export function busy(): AgencyExchangeError {
  return new AgencyExchangeError('SERVER_ERROR', 'hr-bureau: busy', { recorded: 'NO' });
}
