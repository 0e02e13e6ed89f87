import { XMLParser, XMLValidator } from 'fast-xml-parser';
import iconv from 'iconv-lite';
import { compactBeijingTime } from '../kit/beijing-time.ts';
import type { Reply } from '../kit/wire.ts';

/** A parsed 报文体. All values are text: parsed as numbers, 071 would lose its zero. */
export type XmlNode = Readonly<Record<string, unknown>>;

const REPEATED = ['人员', '项'];
const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  isArray: (name) => REPEATED.includes(name),
});

/** The 报文体 of a request. Undefined when it is not well-formed GB18030 XML without a DTD. */
export function readRequest(bytes: Buffer): XmlNode | undefined {
  // The declaration is plain ASCII in every encoding that could be meant.
  if (!/^<\?xml[^>]*encoding="GB18030"[^>]*\?>/i.test(bytes.subarray(0, 100).toString('latin1'))) return undefined;
  const text = decode(bytes);
  if (text === undefined || /<!DOCTYPE|<!ENTITY/i.test(text) || XMLValidator.validate(text) !== true) return undefined;
  const document: unknown = parser.parse(text);
  return childNode(childNode(document, '请求'), '报文体');
}

function decode(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('gb18030', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

export function childNode(node: unknown, name: string): XmlNode | undefined {
  const child = childValue(node, name);
  return typeof child === 'object' && child !== null && !Array.isArray(child) ? (child as XmlNode) : undefined;
}

/** Codes of GB/T 40217 are read in capitals or small letters; an empty element is a missing one. */
export function childText(node: unknown, name: string): string | undefined {
  const value = childValue(node, name) ?? childValue(node, name.toLowerCase());
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function childList(node: unknown, name: string): readonly unknown[] {
  const value = childValue(node, name);
  return Array.isArray(value) ? value : [];
}

function childValue(node: unknown, name: string): unknown {
  return typeof node === 'object' && node !== null && Object.hasOwn(node, name) ? Reflect.get(node, name) : undefined;
}

/** `content` is text to be escaped, or elements already written. */
export function element(name: string, content: string | readonly string[]): string {
  const inside = typeof content === 'string' ? escape(content) : content.join('');
  return inside === '' ? `<${name}/>` : `<${name}>${inside}</${name}>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** HTTP 200 whatever happened: success is the text OK. */
export function answer(code: string, err: string, body: readonly string[] = []): Reply {
  const head = element('报文头', [element('交易码', code), element('时间', compactBeijingTime(new Date()))]);
  const parts = [head, element('ERR', err), ...(body.length > 0 ? [element('报文体', body)] : [])];
  const text = `<?xml version="1.0" encoding="GB18030"?>\n${element('应答', parts)}\n`;
  return { status: 200, type: 'text/xml; charset=GB18030', body: iconv.encode(text, 'gb18030') };
}
