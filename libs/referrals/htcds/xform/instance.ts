import { unreadable } from '../workbook/unreadable';
import { attribute, xmlText, xmlTokens } from '../workbook/xml';

/** A node without children that says something. */
export interface InstanceNode {
  /** Local names from the root on, for example `/data/prs_Gender`. */
  readonly path: string;
  /** Local name. */
  readonly name: string;
  readonly text: string;
}

/** What somebody filled in of a form. */
export interface XFormInstance {
  readonly root: string;
  /** The form's own id, as its designer gave it. */
  readonly formId: string | undefined;
  readonly nodes: readonly InstanceNode[];
}

const MAX_BYTES = 1_048_576;
const MAX_DEPTH = 16;
const MAX_NODES = 5_000;
const NAME = /^[\p{L}_][\p{L}\p{N}._-]{0,127}$/u;
const TAG = Buffer.from('<');

/** Whether a file is meant as XML, but not as a web page: its first sign, after blanks and a byte order mark, is `<`. */
export function looksLikeXml(file: Buffer): boolean {
  const start = file.subarray(0, 512);
  const utf16 = start[0] === 0xff && start[1] === 0xfe;
  const text = start
    .toString(utf16 ? 'utf16le' : 'utf8')
    .replace(/^\ufeff/, '')
    .trimStart();
  return text.startsWith('<') && !/^<(?:!doctype\s+html|html[\s>])/i.test(text);
}

/**
 * Reads the nodes of an XForm instance. Nothing outside the file is ever read: a DTD is refused, and with it every
 * entity but the five of XML. Size, depth and number of nodes are bounded.
 *
 * @throws HubError `workbook_unreadable`
 */
export function readInstance(file: Buffer): XFormInstance {
  if (file.length > MAX_BYTES) {
    throw unreadable(
      `A submission has at most ${MAX_BYTES} bytes; this one has ${file.length}. Send it without its media.`,
    );
  }
  // Each tag is work, also one that says nothing.
  refuseManyTags(file);
  const open: { readonly name: string; text: string; parent: boolean }[] = [];
  const nodes: InstanceNode[] = [];
  let root: { readonly name: string; readonly formId: string | undefined } | undefined;
  for (const token of xmlTokens(xmlText(file))) {
    const current = open.at(-1);
    if (token.type === 'text') {
      if (current) current.text += token.text;
      else if (token.text.replace(/^\ufeff/, '').trim() !== '') throw broken();
    } else if (token.type === 'start') {
      if (!NAME.test(token.name) || open.length >= MAX_DEPTH || (root && !current)) throw broken();
      root ??= { name: token.name, formId: attribute(token.attributes, 'id') };
      if (current) current.parent = true;
      open.push({ name: token.name, text: '', parent: false });
    } else {
      if (current?.name !== token.name) throw broken();
      const text = current.text.trim();
      if (!current.parent && text !== '') {
        nodes.push({ path: `/${open.map(({ name }) => name).join('/')}`, name: current.name, text });
      }
      open.pop();
    }
  }
  if (!root || open.length > 0) throw broken();
  return { root: root.name, formId: root.formId, nodes };
}

function refuseManyTags(file: Buffer): void {
  let tags = 0;
  for (let at = file.indexOf(TAG); at !== -1; at = file.indexOf(TAG, at + 1)) tags += 1;
  if (tags > 2 * MAX_NODES)
    throw unreadable(`A submission has at most ${MAX_NODES} nodes. Send one submission per file.`);
}

function broken() {
  return unreadable(
    `The file is no well-formed submission of a form: one root, closed in order, at most ${MAX_DEPTH} levels. Export it again.`,
  );
}
