import { createHash } from 'node:crypto';
import { exchanged, exchangedRecipient } from '#test/exchanged';
import { xmlTokens } from '../../htcds/workbook/xml';
import type { ExchangedReferral } from '../exchanged-referral';
import { edxlDistribution } from './distribution';

interface Node {
  readonly name: string;
  text: string;
  readonly children: Node[];
}

/** Reads a document into a tree, closed in order. */
function parse(document: string): Node {
  const top: Node = { name: '', text: '', children: [] };
  const open = [top];
  for (const token of xmlTokens(document)) {
    const current = open.at(-1)!;
    if (token.type === 'text') current.text += token.text;
    else if (token.type === 'start') {
      const node: Node = { name: token.name, text: '', children: [] };
      current.children.push(node);
      open.push(node);
    } else expect(open.pop()!.name).toBe(token.name);
  }
  expect([open.length, top.children.length]).toEqual([1, 1]);
  return top.children[0]!;
}
const at = (node: Node, ...path: string[]): Node =>
  path.reduce((part, name) => part.children.find((child) => child.name === name)!, node);
const names = ({ children }: Node): string[] => children.map(({ name }) => name);
const read = (over: Partial<ExchangedReferral> = {}): Node => parse(edxlDistribution(exchanged(over)));
const received = (over: Parameters<typeof exchangedRecipient>[0] = {}, content: ExchangedReferral['content'] = null) =>
  read({ side: 'recipient', state: undefined, language: undefined, recipients: [exchangedRecipient(over)], content });

describe('a referral as EDXL-DE 2.0', () => {
  it('has the elements of the envelope in their order', () => {
    const root = read();
    expect(edxlDistribution(exchanged())).toContain(
      '<EDXLDistribution xmlns="urn:oasis:names:tc:emergency:EDXL:DE:2.0" xmlns:ct="urn:oasis:names:tc:emergency:edxl:ct:1.0">',
    );
    expect(names(root)).toEqual([
      'distributionID',
      'senderID',
      'dateTimeSent',
      'dateTimeExpires',
      'distributionStatus',
      'distributionKind',
      'descriptor',
      'content',
    ]);
    expect(names(at(root, 'descriptor'))).toEqual([
      'combinedConfidentiality',
      'language',
      'senderRole',
      'recipientRole',
      'keyword',
      'keyword',
      'keyword',
      'explicitAddress',
      'targetArea',
    ]);
    expect(names(at(root, 'content', 'contentObject', 'otherContent'))).toEqual([
      'mimeType',
      'size',
      'digest',
      'contentData',
    ]);
    expect(at(root, 'dateTimeExpires').text).toBe('2026-01-23T08:00:00+00:00');
    expect(at(root, 'descriptor', 'targetArea', 'country').text).toBe('AF');
  });

  it('embeds the content, and its digest is of what is embedded', () => {
    const other = at(read(), 'content', 'contentObject', 'otherContent');
    const bytes = Buffer.from(at(other, 'contentData').text, 'base64');
    expect(at(other, 'digest').text).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(at(other, 'size').text).toBe(String(bytes.length));
    expect(JSON.parse(bytes.toString())).toEqual(exchanged().content);
  });

  it.each([
    ['actual', 'Actual'],
    ['exercise', 'Exercise'],
    ['test', 'Test'],
  ] as const)('says of %s: %s', (status, said) => {
    expect(at(read({ status }), 'distributionStatus', 'statusKindDefault', 'value').text).toBe(said);
  });

  it('is addressed to its reader alone, the sender as well as the recipient', () => {
    const address = (root: Node) => at(root, 'descriptor', 'explicitAddress', 'explicitAddressValue').text;
    expect(address(read())).toBe('isaf-hq');
    expect(address(received())).toBe('iom');
    expect(at(received(), 'distributionID').text).not.toBe(at(read(), 'distributionID').text);
  });

  it.each([
    ['pending', 'Request'],
    ['cancel_requested', 'Cancel'],
    ['recalled', 'Cancel'],
  ] as const)('is, in state %s, a %s', (state, kind) => {
    const root = received({ state });
    expect(at(root, 'distributionKind', 'distributionKindDefault', 'value').text).toBe(kind);
    expect(names(root)).not.toContain('content');
  });

  it('does not exist of a draft', () => {
    expect(() => edxlDistribution(exchanged({ state: 'draft', sentAt: null, recipients: [] }))).toThrow(
      expect.objectContaining({ code: 'illegal_transition' }) as Error,
    );
  });
});
