import { XMLParser, XMLValidator } from 'fast-xml-parser';
import iconv from 'iconv-lite';
import { compactBeijingTime } from '../kit/beijing-time.ts';
import type { Reply } from '../kit/wire.ts';

/** A parsed 报文体. All values are text: an amount parsed as a number loses its noughts. */
export type XmlNode = Readonly<Record<string, unknown>>;

const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: false });

/** The 报文体 of a request. Undefined when it is not well-formed GB18030 XML without a DTD. */
export function readRequest(bytes: Buffer): XmlNode | undefined {
  if (!/^<\?xml[^>]*encoding="GB18030"[^>]*\?>/i.test(bytes.subarray(0, 100).toString('latin1'))) return undefined;
  const text = decode(bytes);
  if (text === undefined || /<!DOCTYPE|<!ENTITY/i.test(text) || XMLValidator.validate(text) !== true) return undefined;
  return childNode(childNode(parser.parse(text), '银企报文'), '报文体');
}

function decode(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('gb18030', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function childNode(node: unknown, name: string): XmlNode | undefined {
  const child = childValue(node, name);
  return typeof child === 'object' && child !== null && !Array.isArray(child) ? (child as XmlNode) : undefined;
}

export function childText(node: unknown, name: string): string | undefined {
  const value = childValue(node, name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function childValue(node: unknown, name: string): unknown {
  return typeof node === 'object' && node !== null && Object.hasOwn(node, name) ? Reflect.get(node, name) : undefined;
}

/** `content` is text to be escaped, or elements already written. */
export function element(name: string, content: string | readonly string[]): string {
  return `<${name}>${typeof content === 'string' ? escape(content) : content.join('')}</${name}>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** 应答码 and what people at the bank call it. */
const ANSWERS = {
  accepted: ['0000', '交易成功'],
  badAccount: ['1001', '账号或户名不合规'],
  overLimit: ['1002', '超过单笔限额'],
  notTaken: ['1003', '不受理代发'],
  sentAlready: ['2001', '批次已发送，不能撤销'],
  otherContent: ['2002', '业务流水号重复且内容不符'],
  unreadable: ['9001', '报文不合规'],
  missing: ['9002', '缺少必填项'],
  badAmount: ['9003', '金额不合规'],
  closed: ['9999', '系统日终处理中，请稍后再试'],
} as const;

/** HTTP 200 whatever happened. */
export function answer(transaction: string, said: keyof typeof ANSWERS, body: readonly string[] = []): Reply {
  const [code, words] = ANSWERS[said];
  const document = element('银企报文', [
    element('报文头', [element('交易码', transaction), element('交易时间', compactBeijingTime(new Date()))]),
    element('应答码', code),
    element('应答信息', words),
    ...(body.length > 0 ? [element('报文体', body)] : []),
  ]);
  const text = `<?xml version="1.0" encoding="GB18030"?>\n${document}\n`;
  return { status: 200, type: 'text/xml; charset=GB18030', body: iconv.encode(text, 'gb18030') };
}
