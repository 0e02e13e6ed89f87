const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Control characters, which XML 1.0 cannot hold even as references, and which no form was meant to hold. */
const FORBIDDEN = /(?![\t\n\r])\p{Cc}|[\uFFFE\uFFFF]/gu;

/** One element. Content is text to be escaped, or elements already written. */
export function xmlElement(name: string, content: string | readonly XmlElement[]): XmlElement {
  const inner =
    typeof content === 'string'
      ? content.replace(FORBIDDEN, '').replace(/[&<>]/g, (character) => ESCAPES[character] ?? character)
      : content.join('');
  return `<${name}>${inner}</${name}>` as XmlElement;
}

/** Text that is markup already and is not escaped again. */
export type XmlElement = string & { readonly __brand: 'XmlElement' };
