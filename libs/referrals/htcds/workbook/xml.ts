import { unreadable } from './unreadable';

/** What a pull over an XML text meets: a start tag (self-closing ones are followed by their end), an end tag, or text. */
export type XmlToken =
  | { readonly type: 'start'; readonly name: string; readonly attributes: string }
  | { readonly type: 'end'; readonly name: string }
  | { readonly type: 'text'; readonly text: string };

const BROKEN = 'The XML in the file is not well-formed. Save or export it again, and send the new copy.';
const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/**
 * Walks an XML text without building a tree. Names lose their prefix. There are no DTDs, hence no entities but the
 * five of XML: a part that declares any is refused.
 */
export function* xmlTokens(xml: string): Generator<XmlToken, void, void> {
  let at = 0;
  while (at < xml.length) {
    const open = xml.indexOf('<', at);
    if (open === -1) return;
    if (open > at) yield { type: 'text', text: decodeEntities(xml.slice(at, open)) };
    if (xml.startsWith('<!--', open)) at = after(xml, '-->', open);
    else if (xml.startsWith('<?', open)) at = after(xml, '?>', open);
    else if (xml.startsWith('<![CDATA[', open)) {
      at = after(xml, ']]>', open);
      yield { type: 'text', text: xml.slice(open + 9, at - 3) };
    } else if (xml.startsWith('<!', open)) {
      throw unreadable(
        'The file declares its own XML entities (a DTD), which no spreadsheet or form program does. It is refused.',
      );
    } else {
      at = tagEnd(xml, open);
      yield* tag(xml.slice(open + 1, at - 1));
    }
  }
}

function* tag(inside: string): Generator<XmlToken, void, void> {
  if (inside.startsWith('/')) {
    yield { type: 'end', name: localName(inside.slice(1).trim()) };
    return;
  }
  const closed = inside.endsWith('/');
  const body = closed ? inside.slice(0, -1) : inside;
  const space = body.search(/\s/);
  const name = localName(space === -1 ? body : body.slice(0, space));
  yield { type: 'start', name, attributes: space === -1 ? '' : body.slice(space) };
  if (closed) yield { type: 'end', name };
}

/** The index after the `>` that closes a tag; a `>` within an attribute's quotes does not. */
function tagEnd(xml: string, open: number): number {
  for (let at = open + 1; ;) {
    const close = xml.indexOf('>', at);
    if (close === -1) throw unreadable(BROKEN);
    const quote = firstQuote(xml, at, close);
    if (quote === -1) return close + 1;
    at = after(xml, xml.charAt(quote), quote + 1);
  }
}

function firstQuote(xml: string, from: number, to: number): number {
  for (let at = from; at < to; at += 1) {
    const char = xml.charCodeAt(at);
    if (char === 0x22 || char === 0x27) return at;
  }
  return -1;
}

function after(xml: string, end: string, from: number): number {
  const at = xml.indexOf(end, from);
  if (at === -1) throw unreadable(BROKEN);
  return at + end.length;
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

/** The value of an attribute by its local name, as in `r`, `t`, `hidden` or the `id` of `r:id`. */
export function attribute(attributes: string, name: string): string | undefined {
  const match = patternOf(name).exec(attributes);
  const value = match?.[1] ?? match?.[2];
  return value === undefined ? undefined : decodeEntities(value);
}

const patterns = new Map<string, RegExp>();

function patternOf(name: string): RegExp {
  const pattern = patterns.get(name) ?? new RegExp(`\\s(?:[\\w.-]+:)?${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`);
  patterns.set(name, pattern);
  return pattern;
}

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|(\w+));/g,
    (whole, hex?: string, dec?: string, named?: string) => {
      if (named !== undefined) return NAMED[named] ?? whole;
      const point = hex === undefined ? Number(dec) : parseInt(hex, 16);
      return point > 0x10ffff ? '\ufffd' : String.fromCodePoint(point);
    },
  );
}

/** Decodes a part: UTF-8, or UTF-16 by its byte order mark. */
export function xmlText(part: Buffer): string {
  const utf16 = part[0] === 0xff && part[1] === 0xfe;
  try {
    return new TextDecoder(utf16 ? 'utf-16le' : 'utf-8', { fatal: true }).decode(part);
  } catch {
    throw unreadable(BROKEN);
  }
}
