/** A part of an XML document that is being made. Values are escaped when it is written, never before. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (XmlElement | string)[];
}

const NAME = /^[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?$/;
/** What XML 1.0 has no way to write, not even escaped. */
const UNWRITABLE = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** An element with text or elements in it; what is undefined is left out. */
export function element(
  name: string,
  children: string | readonly (XmlElement | undefined)[] = [],
  attributes: Readonly<Record<string, string>> = {},
): XmlElement {
  const kept = typeof children === 'string' ? [children] : children.filter((child) => child !== undefined);
  return { name, attributes, children: kept };
}

/** The document with this root, in UTF-8. @throws Error for a name that XML does not allow: names are ours. */
export function xmlDocument(root: XmlElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${written(root)}\n`;
}

function written({ name, attributes, children }: XmlElement): string {
  const start = [
    checked(name),
    ...Object.entries(attributes).map(([key, value]) => `${checked(key)}="${escaped(value)}"`),
  ].join(' ');
  if (children.length === 0) return `<${start}/>`;
  const inside = children.map((child) => (typeof child === 'string' ? escaped(child) : written(child))).join('');
  return `<${start}>${inside}</${name}>`;
}

function checked(name: string): string {
  if (!NAME.test(name)) throw new Error('not a name of XML');
  return name;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  // Readers would make one line end, or a blank, of these.
  '\r': '&#13;',
  '\n': '&#10;',
  '\t': '&#9;',
};

function escaped(text: string): string {
  return text.replace(UNWRITABLE, '\ufffd').replace(/[&<>"'\r\n\t]/g, (sign) => ENTITIES[sign] ?? sign);
}
