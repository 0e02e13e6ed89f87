import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { AgencyMessageUnreadableError } from '#domain/agencies/agency-errors.ts';

const DEEPEST = 16;

const parser = new XMLParser({
  // 0101 is a division and 012.50 an amount; as numbers both lose digits.
  parseTagValue: false,
  ignoreAttributes: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  removeNSPrefix: true,
  maxNestedTags: DEEPEST,
  // Numeric references: rare characters arrive as &#x4DB5; from systems that cannot store them.
  htmlEntities: true,
  // One agency writes AAC002 and aac002 in the same answer; the codes of GB/T 40217 are upper case.
  transformTagName: (name) => (/^[a-z]{3}\d{3}$/.test(name) ? name.toUpperCase() : name),
});

const DECLARATION_OF_TYPE = /<!(?!--|\[CDATA\[)/;
const UNKNOWN_ENTITY = /&(?!(?:lt|gt|amp|quot|apos|#\d{1,7}|#x[\da-f]{1,6});)/i;

/**
 * XML as nested objects of strings; a repeated element is an array, an empty one `''`. No DTD and no entities but the
 * five of XML itself, so nothing is fetched or expanded. The parser alone is lenient, hence the validator before it:
 * half a document must not pass for a whole one.
 */
export function readXml(text: string): unknown {
  const document = text.replace(/^\uFEFF/, '').trim();
  if (DECLARATION_OF_TYPE.test(document))
    throw new AgencyMessageUnreadableError('XML with a document type declaration');
  if (UNKNOWN_ENTITY.test(document.replace(/<!\[CDATA\[[\s\S]*?\]\]>/g, ''))) {
    throw new AgencyMessageUnreadableError('XML with an unknown entity');
  }
  if (!document.startsWith('<') || XMLValidator.validate(document) !== true) {
    throw new AgencyMessageUnreadableError('not well-formed XML');
  }
  try {
    return parser.parse(document);
  } catch {
    throw new AgencyMessageUnreadableError(`XML nested deeper than ${DEEPEST}`);
  }
}

/** None, one or several of an element, as XML readers hand them over. */
export function listOf<Item>(value: '' | Item | readonly Item[] | undefined): readonly Item[] {
  if (value === undefined || value === '') return [];
  return Array.isArray(value) ? value : [value as Item];
}
