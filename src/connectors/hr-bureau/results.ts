import { createHash } from 'node:crypto';
import { readCount } from '#connectors/kit/foreign-number.ts';
import { readShape } from '#connectors/kit/read-shape.ts';
import { decodeText, encodeGb18030 } from '#connectors/kit/text-decoding.ts';
import { readXml } from '#connectors/kit/xml-reader.ts';
import type { PolledMessage, ReplyPage } from '#domain/agencies/agency-connector.ts';
import { AgencyMessageUnreadableError } from '#domain/agencies/agency-errors.ts';
import { readAnswer, requireBody } from './envelope.ts';
import { HrResultHead, HrResultPage } from './schema.ts';

/**
 * One 结果 in the bytes as they came, each byte one character. `<` and `>` never occur inside a character of GB18030, so
 * cutting is safe before decoding, and a result with a broken name costs nobody else's.
 */
const RESULT = new RegExp(`${asBytes('<结果>')}[^]*?${asBytes('</结果>')}`, 'g');

/** A page of results as messages, to be read one by one later. The bureau may list a result twice, or backwards. */
export function replyPageOf(bytes: Uint8Array, cursor: string): ReplyPage {
  const characters = Buffer.from(bytes).toString('latin1');
  const cut = characters.match(RESULT) ?? [];
  const frame = Buffer.from(characters.replace(RESULT, ''), 'latin1');
  const page = readShape(HrResultPage, requireBody(readAnswer(frame)));
  if (cut.length !== readCount(page.数量, '数量'))
    throw new AgencyMessageUnreadableError('结果列表: not as long as 数量');
  // A cursor that goes back would read the same results for ever.
  if (Number(page.下一游标) < Number(cursor)) throw new AgencyMessageUnreadableError('下一游标: goes back');
  const filed = cut
    .map((result) => fileResult(Buffer.from(result, 'latin1')))
    .toSorted((a, b) => a.position - b.position);
  return {
    messages: [...new Map(filed.map(({ message }) => [message.messageId, message])).values()],
    nextCursor: page.下一游标,
    hasMore: page.是否还有 === '是',
  };
}

interface FiledResult {
  readonly position: number;
  readonly message: PolledMessage;
}

function fileResult(body: Uint8Array): FiledResult {
  try {
    const { 序号, 结果编号 } = readShape(HrResultHead, readXml(decodeText(body, 'gb18030'))).结果;
    return { position: Number(序号), message: { messageId: 结果编号, body } };
  } catch (error) {
    if (!(error instanceof AgencyMessageUnreadableError)) throw error;
    // Filed by its bytes for quarantine, and first, so that no later page can hide it.
    return { position: 0, message: { messageId: `sha256-${createHash('sha256').update(body).digest('hex')}`, body } };
  }
}

function asBytes(text: string): string {
  return Buffer.from(encodeGb18030(text)).toString('latin1');
}
